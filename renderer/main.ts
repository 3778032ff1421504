// cspell:ignore wght -- the weight axis of variable fonts
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import { mount } from 'svelte'
import App from './App.svelte'
import NoToken from './shell/NoToken.svelte'
import { createClient } from '../api/client.ts'
import { followEvents } from '../api/event-stream.ts'
import { Engine } from './engine.svelte.ts'
import { forgetToken, takeToken } from './token.ts'
import { Theme } from './theme.svelte.ts'

const target = document.querySelector('#app')
if (!target) throw new Error('index.html should have an element with the id "app"')

const theme = new Theme(localStorage)
const token = takeToken(location, history, sessionStorage)

if (token === undefined) {
  mount(NoToken, { target, props: { theme } })
} else {
  const options = { url: location.origin, token }
  const engine = new Engine({
    client: createClient(options),
    follow: (handlers) => followEvents({ ...options, ...handlers }),
    onRefused: () => {
      forgetToken(sessionStorage)
      location.reload()
    }
  })
  mount(App, { target, props: { engine, theme } })
}
