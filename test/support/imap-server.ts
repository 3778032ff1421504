// cspell:ignore maildir anvil passdb userdb nogroup
import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ImapFlow } from 'imapflow'
import type { Certificate } from './certificate.ts'

export interface ImapServer {
  /** From now on all is about the mailboxes of this user. */
  become: (user: string) => void
  /** Of a connection of the type `imap`. */
  settings: { host: string; port: number; security: 'none'; user: string }
  /** Where it begins with TLS; 0 without a certificate. */
  securePort: number
  password: string
  /** Puts a mail into a mailbox, as if it had come. */
  deliver: (mail: string, mailbox?: string) => Promise<void>
  /** Asks as another mail program does. */
  ask: <Result>(work: (client: ImapFlow) => Promise<Result>) => Promise<Result>
  stop: () => Promise<void>
}

const program = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/usr/bin/dovecot'].find(
  existsSync
)
const password = 'correct-horse'

/**
 * Why there can be no IMAP server here, for `describe.skipIf`; undefined where it is installed.
 * With CI set, a missing one is an error, so that CI cannot lose the suite without a word.
 */
export function whyNoImapServer(): string | undefined {
  if (program !== undefined) return undefined
  const why = 'no IMAP server: dovecot not found (Debian: dovecot-imapd)'
  if (process.env['CI'] === 'true') throw new Error(why)
  return why
}

/** Dovecot on a free loopback port, with its mails in a temporary folder. It offers TLS where it has a certificate. */
export async function startImapServer(certificate?: Certificate): Promise<ImapServer> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-imap-'))
  const port = await freePort()
  const securePort = certificate ? await freePort() : 0
  const config = join(folder, 'dovecot.conf')
  const mails = join(folder, 'mail')
  await mkdir(mails)
  await writeFile(config, configuration(folder, { port, securePort }))
  await writeFile(join(folder, 'cert.pem'), certificate?.cert ?? '')
  await writeFile(join(folder, 'key.pem'), certificate?.key ?? '')
  if (userInfo().uid === 0) {
    // It drops its rights: the one that it becomes must get here.
    await chmod(folder, 0o755)
    await chown(mails, 65_534, 65_534)
  }
  const settings: ImapServer['settings'] = {
    ...{ host: '127.0.0.1', port, security: 'none', user: 'ada' }
  }
  const child = spawn(program ?? 'dovecot', ['-F', '-c', config], { stdio: 'ignore' })
  const ask: ImapServer['ask'] = async (work) => {
    const auth = { user: settings.user, pass: password }
    const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth, logger: false })
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.logout()
    }
  }
  const stop = async (): Promise<void> => {
    await end(child)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await answers(port)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    ...{ settings, securePort, password, ask, stop },
    become: (user) => {
      settings.user = user
    },
    deliver: (mail, mailbox = 'INBOX') =>
      ask(async (client) => {
        await client.append(mailbox, mail.replaceAll(/\r?\n/g, '\r\n'))
      })
  }
}

function configuration(
  folder: string,
  { port, securePort }: { port: number; securePort: number }
): string {
  const own = userInfo()
  const user = own.uid === 0 ? 'nobody' : own.username
  const group = own.uid === 0 ? 'nogroup' : execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()
  const mails = `${folder}/mail/%u`
  return `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = ${securePort === 0 ? 'no' : 'yes'}
${
  securePort === 0
    ? ''
    : `ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem`
}
disable_plaintext_auth = no
mail_location = maildir:${mails}
first_valid_uid = 1
default_internal_user = ${user}
default_login_user = ${user}
default_internal_group = ${group}
auth_failure_delay = 0
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${mails}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${String(port)}
  }
  inet_listener imaps {
    port = ${String(securePort)}
    ssl = yes
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('Expected a port.')
  return address.port
}

/** Until it greets. */
async function answers(port: number): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    const socket = connect(port, '127.0.0.1')
    const isUp = await once(socket, 'data').then(
      () => true,
      () => false
    )
    socket.destroy()
    if (isUp) return
    await delay(100)
  }
  throw new Error(`Expected Dovecot to greet on port ${String(port)} within 10 s.`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
