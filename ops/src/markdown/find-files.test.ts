import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Refusal } from '../refusal.ts'
import { findMarkdownFiles } from './find-files.ts'
import { readText } from './source.ts'

const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
afterAll(() => rmSync(folder, { recursive: true }))
const put = (path: string, content: string | Buffer) => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), content)
}

test('finds Markdown at any depth in the order of its paths, and follows no folder round', async () => {
  for (const path of ['b.md', 'a/z.markdown', 'a/b/C.MD', 'a.md/x.md', 'a/no.txt']) put(path, 'x')
  symlinkSync('..', join(folder, 'a/round'))
  symlinkSync('loop.md', join(folder, 'loop.md'))
  expect(await findMarkdownFiles(folder)).toEqual({
    files: ['a.md/x.md', 'a/b/C.MD', 'a/z.markdown', 'b.md', 'loop.md'],
    skipped: [{ path: 'a/round', text: 'is a link to a folder, which is not followed' }],
  })
})

test('what is not a folder is refused in plain words', async () => {
  await expect(findMarkdownFiles(join(folder, 'none'))).rejects.toThrow(Refusal)
  await expect(findMarkdownFiles(join(folder, 'b.md'))).rejects.toThrow('is not a folder')
})

test('only UTF-8 text of a regular file is read, without its byte order mark', async () => {
  put('bom.md', '\u{feff}Text')
  put('latin1.md', Buffer.from([0x61, 0xe9]))
  put('large.md', Buffer.alloc(4 * 1024 * 1024 + 1))
  execFileSync('mkfifo', [join(folder, 'pipe.md')])
  const read = (path: string) => readText(join(folder, path))
  expect((await read('bom.md')).text).toBe('Text')
  await expect(read('latin1.md')).rejects.toThrow('is not UTF-8 text')
  await expect(read('large.md')).rejects.toThrow('is larger than 4 MiB')
  await expect(read('pipe.md')).rejects.toThrow('is not a regular file')
  await expect(read('loop.md')).rejects.toThrow('cannot be read (ELOOP)')
})
