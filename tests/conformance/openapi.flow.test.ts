import type { ErrorBody } from '@broadsheet/contracts/errors'
import { operations } from '@broadsheet/contracts/operations/all'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { send } from '../author.ts'

const { gateway } = inject('stack')

type Parameter = { $ref?: string; name: string; in: string; required?: boolean }
type Described = {
  operationId: string
  parameters?: Parameter[]
  security?: Record<string, string[]>[]
  responses: Record<string, { description?: string }>
}
type Document = {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Described>>
  components: { securitySchemes: object }
}

let document: Document
beforeAll(async () => {
  document = (await send(`${gateway}/api/openapi.json`, 'GET')).body as Document
})

/** Every value of an object within, at any depth, that stands under a name. */
function allUnder(name: string, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === name ? [inner, ...allUnder(name, inner)] : allUnder(name, inner),
  )
}

function follow(reference: string): unknown {
  const steps = reference.replace(/^#\//, '').split('/')
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], document)
}

const described = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, operation })),
  )

describe('the document', () => {
  test('is OpenAPI 3.1, of every operation', () => {
    expect(document).toMatchObject({
      openapi: expect.stringMatching(/^3\.1\.\d$/),
      info: { title: expect.any(String), version: expect.any(String) },
    })
    const ids = described().map(({ operation }) => operation.operationId)
    expect(ids.toSorted()).toEqual([...operations.keys()].toSorted())
  })

  test('has what it refers to', () => {
    const references = allUnder('$ref', document)
    expect(references.length).toBeGreaterThan(100)
    const dangling = references.filter((one) => follow(String(one)) === undefined)
    expect(dangling).toEqual([])
    const schemes = allUnder('security', document.paths).flatMap((ways) =>
      (ways as object[]).flatMap((way) => Object.keys(way)),
    )
    for (const scheme of schemes) expect(document.components.securitySchemes).toHaveProperty(scheme)
  })

  test('declares the parameters of its paths, and says what each answer is', () => {
    for (const { path, operation } of described()) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const given = (operation.parameters ?? []).filter((one) => one.in === 'path')
      expect([path, given.map(({ name }) => name)]).toEqual([path, wanted])
      expect(given.every(({ required }) => required)).toBe(true)
      for (const answer of Object.values(operation.responses))
        expect(answer.description).toBeTruthy()
    }
  })

  test('is the same as long as nothing changes', async () => {
    const etag = (await send(`${gateway}/api/openapi.json`, 'GET')).headers.get('etag') ?? ''
    const again = await send(`${gateway}/api/openapi.json`, 'GET', { 'If-None-Match': etag })
    expect(again.status).toBe(304)
  })
})

test.each([...operations.values()])('$method $path has somebody who answers', async (operation) => {
  const path = operation.path.replace('{file}', 'try-it.js').replace(/\{\w+\}/g, '1')
  const answer = await send(gateway + path, operation.method.toUpperCase())
  const { code } = (answer.body ?? {}) as Partial<ErrorBody>
  expect(['route_not_found', 'method_not_allowed']).not.toContain(code)
  expect(Object.keys(operation.responses)).toContain(String(answer.status))
})

describe('the page to try it on', () => {
  const page = () => fetch(`${gateway}/api/docs`)
  const linked = /(?:src|href)="([^"]*)"/g
  const outsideUrls = (css: string) =>
    [...css.matchAll(/(?:url\(|@import)\s*["']?([^"')]{0,80})/g)]
      .map(([, url = '']) => url)
      .filter((url) => !url.startsWith('data:'))

  test('loads with all its files, from here alone', async () => {
    const answer = await page()
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const html = await answer.text()
    const files = [...html.matchAll(linked)].map(([, file = '']) => file)
    expect(files.length).toBe(4)
    const types: string[] = []
    for (const file of files) {
      expect(file).toMatch(/^\/api\/docs\//)
      const loaded = await fetch(gateway + file)
      expect([file, loaded.status]).toEqual([file, 200])
      types.push(loaded.headers.get('content-type') ?? '')
      if (file.endsWith('.css')) expect(outsideUrls(await loaded.text())).toEqual([])
      if (file.endsWith('try-it.js')) expect(await loaded.text()).not.toMatch(/https?:/)
    }
    expect(types.toSorted()).toEqual([
      'image/png',
      'text/css; charset=utf-8',
      ...Array(2).fill('text/javascript; charset=utf-8'),
    ])
    expect(html).not.toMatch(/https?:/)
  })

  test('lets the browser ask nobody else, and runs no script that stands in it', async () => {
    const answer = await page()
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/)
    expect(await answer.text()).not.toMatch(/<script>|<script(?![^>]*src=)|\son\w+=|style=/)
  })
})
