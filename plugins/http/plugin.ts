import { definePlugin } from '../contract/plugin.ts'
import { httpConnection } from './connection.ts'
import { invoke } from './invoke.ts'
import { request } from './request.ts'

export const httpPlugin = definePlugin({
  id: 'http',
  version: '0.1.0',
  title: 'HTTP',
  description: 'Requests to web servers and APIs.',
  actions: [request, invoke],
  connectionTypes: [httpConnection]
})
