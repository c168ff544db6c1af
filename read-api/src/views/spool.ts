import { mkdir, open, readdir, readFile, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

export type SpoolLimits = { bytes: number; segmentBytes: number }

const mebibyte = 1024 * 1024
export const spoolLimits: SpoolLimits = { bytes: 64 * mebibyte, segmentBytes: mebibyte }

type Segment = { name: string; bytes: number }

const segmentName = /^\d{12}\.jsonl$/
const nameOf = (number: number) => `${String(number).padStart(12, '0')}.jsonl`

/**
 * Lines kept on disk in the order in which they came, in a folder that belongs to one process at a
 * time. What an earlier process left there comes first. Not for concurrent calls.
 */
export class Spool {
  readonly #folder: string
  readonly #limits: SpoolLimits
  /** Oldest first; numbers only grow, whatever the clock does. */
  readonly #segments: Segment[]
  #next: number
  /** The last segment while it is written to. */
  #writing: { handle: FileHandle; segment: Segment } | undefined

  private constructor(folder: string, limits: SpoolLimits, segments: Segment[]) {
    this.#folder = folder
    this.#limits = limits
    this.#segments = segments
    this.#next = Number.parseInt(segments.at(-1)?.name ?? '0', 10) + 1
  }

  /** Makes the folder if it is missing; rejects when it can't be read or made. */
  static async open(folder: string, limits = spoolLimits): Promise<Spool> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const names = (await readdir(folder)).filter((name) => segmentName.test(name)).toSorted()
    const segments = await Promise.all(
      names.map(async (name) => ({ name, bytes: (await stat(join(folder, name))).size })),
    )
    return new Spool(folder, limits, segments)
  }

  get isEmpty(): boolean {
    return this.#segments.length === 0
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /**
   * Keeps the lines, or as many of the first as there is room for; they are on disk when it resolves
   * with their number. When it rejects, some may have been kept all the same.
   */
  async append(lines: readonly string[]): Promise<number> {
    const fitting = this.#fitting(lines)
    if (fitting.length === 0) return 0
    const { handle, segment } = (this.#writing ??= await this.#create())
    const bytes = Buffer.from(fitting.map((line) => `${line}\n`).join(''))
    try {
      await handle.appendFile(bytes)
      await handle.datasync()
    } catch (error) {
      await this.#abandon()
      throw error
    }
    segment.bytes += bytes.length
    if (segment.bytes >= this.#limits.segmentBytes) await this.#seal()
    return fitting.length
  }

  /**
   * The lines of the oldest segment, null when there is none; it ends with this, and later lines go to
   * another. After a crash its last line may be torn.
   */
  async oldest(): Promise<{ name: string; lines: string[] } | null> {
    const [segment] = this.#segments
    if (!segment) return null
    if (segment === this.#writing?.segment) await this.#seal()
    const text = await readFile(join(this.#folder, segment.name), 'utf8').catch(emptyIfMissing)
    return { name: segment.name, lines: text.split('\n').filter((line) => line !== '') }
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.#folder, name), { force: true })
    const at = this.#segments.findIndex((segment) => segment.name === name)
    if (at >= 0) this.#segments.splice(at, 1)
  }

  async close(): Promise<void> {
    await this.#seal()
  }

  #fitting(lines: readonly string[]): readonly string[] {
    let room = this.#limits.bytes - this.bytes
    const refused = lines.findIndex((line) => (room -= Buffer.byteLength(line) + 1) < 0)
    return refused < 0 ? lines : lines.slice(0, refused)
  }

  async #create(): Promise<{ handle: FileHandle; segment: Segment }> {
    const segment = { name: nameOf(this.#next), bytes: 0 }
    this.#next += 1
    const handle = await open(join(this.#folder, segment.name), 'ax', 0o600)
    this.#segments.push(segment)
    try {
      await syncFolder(this.#folder)
    } catch (error) {
      await handle.close()
      throw error
    }
    return { handle, segment }
  }

  async #seal(): Promise<void> {
    const { handle } = this.#writing ?? {}
    this.#writing = undefined
    await handle?.close()
  }

  /** After a failed write: what is half there goes, and the next lines begin a segment of their own. */
  async #abandon(): Promise<void> {
    const { handle, segment } = this.#writing ?? {}
    await handle?.truncate(segment?.bytes).catch(() => {})
    await this.#seal().catch(() => {})
  }
}

function emptyIfMissing(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return ''
  throw error
}

/** A new file's name is safe only when its folder is on disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
