// Refuses a Node that cannot run this project: it runs .ts files as they are, and better-sqlite3 needs Node 22.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Expected Node 22.18 or newer, found ${process.versions.node} (${process.execPath}).\n` +
      'Run "npm ci" first: on Linux and on Windows x64 it brings Node 24 for every npm script. On a Mac, install Node 24.'
  )
  process.exit(1)
}
