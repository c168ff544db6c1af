import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const person = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
/** Other people's files: what is not as npm documents it counts as absent. */
const manifest = z.object({
  name: z.string().min(1),
  description: z.string().optional().catch(undefined),
  keywords: z.array(z.unknown()).optional().catch(undefined),
  author: person.optional().catch(undefined),
  maintainers: z.array(person).optional().catch(undefined),
  contributors: z.array(person).optional().catch(undefined),
})

export type InstalledPackage = z.infer<typeof manifest> & { readmePath: string }

/**
 * The packages under a `node_modules` that have a README, sorted by where they lie, each name once.
 * Linked ones, such as this repository's own, are left out.
 */
export async function findInstalledPackages(modules: string): Promise<InstalledPackage[]> {
  const found = new Map<string, InstalledPackage>()
  for await (const it of packagesUnder(modules)) if (!found.has(it.name)) found.set(it.name, it)
  return [...found.values()]
}

async function* packagesUnder(modules: string): AsyncGenerator<InstalledPackage> {
  for (const name of await foldersIn(modules)) {
    const folder = join(modules, name)
    if (name.startsWith('@')) yield* packagesUnder(folder)
    else {
      const found = await packageAt(folder)
      if (found) yield found
      yield* packagesUnder(join(folder, 'node_modules'))
    }
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((it) => it.isDirectory() && !it.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted()
}

async function packageAt(folder: string): Promise<InstalledPackage | null> {
  const names = (await readdir(folder).catch(() => [])).toSorted()
  const readme = names.find((name) => /^readme\.(?:md|markdown)$/i.test(name))
  if (readme === undefined) return null
  try {
    const text = await readFile(join(folder, 'package.json'), 'utf8')
    return { ...manifest.parse(JSON.parse(text)), readmePath: join(folder, readme) }
  } catch {
    return null
  }
}
