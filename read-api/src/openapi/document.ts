import { operations, type Operation } from '@broadsheet/contracts/operations/all'
import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import { answerHeaders, headerParameters, headersOf, requestHeaders } from './operation-headers.ts'

const info = {
  title: 'Broadsheet',
  version: '0.1.0',
  description:
    'An article platform. Its core is the RealWorld (Conduit) API. Every error has a code, and the ' +
    '`trackId` of its request; a parameter outside its limits is refused with 422, never clamped.',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
}

const securitySchemes = (sessionCookie: string) => ({
  token: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: '`Token <token>`, or `Bearer <token>`, of a sign-in',
  },
  cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookie,
    description: 'Set by `POST /api/sessions`',
  },
  operator: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: '`Operator <secret>`: who runs this server',
  },
})

/** OpenAPI 3.1 of both APIs, made of the schemas that validate their requests. */
export function openApiDocument(sessionCookie: string): object {
  const generator = new OpenAPIHono()
  const registry = generator.openAPIRegistry
  for (const [name, scheme] of Object.entries(securitySchemes(sessionCookie))) {
    registry.registerComponent('securitySchemes', name, scheme as never)
  }
  for (const [name, header] of Object.entries(requestHeaders)) {
    registry.registerComponent('parameters', name, { ...header, in: 'header' } as never)
  }
  for (const [name, header] of Object.entries(answerHeaders)) {
    registry.registerComponent('headers', name, header as never)
  }
  for (const [name, operation] of operations) registry.registerPath(routeOf(name, operation))
  return generator.getOpenAPI31Document({ openapi: '3.1.0', info, servers: [{ url: '/' }] })
}

function routeOf(operationId: string, operation: Operation): RouteConfig {
  const { request, security, responses, ...about } = operation
  const answers = Object.entries(responses).map(([status, answer]) => [
    status,
    { ...answer, headers: headersOf(operation, status) },
  ])
  return {
    ...about,
    operationId,
    ...(security && { security }),
    ...(request && { request }),
    parameters: headerParameters(operation),
    responses: Object.fromEntries(answers),
  } as RouteConfig
}
