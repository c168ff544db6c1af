import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Refusal } from './progress.ts'

const mebibyte = 1024 * 1024

/** What is free for this user where `path` is or will be, in MiB. */
export async function freeMebibytes(path: string): Promise<number> {
  let existing = path
  while (!existsSync(existing)) existing = dirname(existing)
  const { bavail, bsize } = await statfs(existing)
  return Math.floor((bavail * bsize) / mebibyte)
}

export async function demandSpace(path: string, mebibytes: number, what: string): Promise<void> {
  const free = await freeMebibytes(path)
  if (free >= mebibytes) return
  throw new Refusal(
    `the disk is too full: ${what} needs ${mebibytes} MiB at ${path}, and ${free} MiB are free there`,
  )
}
