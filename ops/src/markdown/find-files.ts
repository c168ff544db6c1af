import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Remark } from '../publishing/tally.ts'
import { Refusal } from '../refusal.ts'

export type FoundFiles = {
  /** Relative to the folder, with `/` between, sorted. */
  files: string[]
  /** Folders that could not be looked into. */
  skipped: Remark[]
}

const isMarkdown = (name: string) => /\.(?:md|markdown)$/i.test(name)

/** Every Markdown file under a folder. Links to folders are not followed, so there are no loops. */
export async function findMarkdownFiles(folder: string): Promise<FoundFiles> {
  const found: FoundFiles = { files: [], skipped: [] }
  const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
    throw new Refusal(notAFolder(folder, error))
  })
  const waiting = [{ path: '', entries }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const entry of next.entries) {
      const path = next.path === '' ? entry.name : `${next.path}/${entry.name}`
      const inside = await lookAt(folder, path, entry, found)
      if (inside) waiting.push({ path, entries: inside })
    }
  }
  found.files.sort()
  return found
}

/** Notes what an entry is; of a folder the entries come back. */
async function lookAt(
  folder: string,
  path: string,
  entry: Dirent,
  found: FoundFiles,
): Promise<Dirent[] | undefined> {
  const whole = join(folder, path)
  if (entry.isDirectory()) {
    try {
      return await readdir(whole, { withFileTypes: true })
    } catch (error) {
      found.skipped.push({ path, text: `cannot be read (${codeOf(error)})` })
    }
  } else if (entry.isSymbolicLink() && (await isFolder(whole))) {
    found.skipped.push({ path, text: 'is a link to a folder, which is not followed' })
  } else if (isMarkdown(entry.name)) {
    found.files.push(path)
  }
  return undefined
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (it) => it.isDirectory(),
    () => false,
  )
}

function notAFolder(folder: string, error: unknown): string {
  const code = codeOf(error)
  if (code === 'ENOENT') return `there is no folder ${folder}`
  return code === 'ENOTDIR' ? `${folder} is not a folder` : `${folder} cannot be read (${code})`
}

/** `ENOENT` and the like. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error)
}
