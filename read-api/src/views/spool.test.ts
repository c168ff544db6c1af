import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { Spool } from './spool.ts'

let folder: string
beforeEach(() => {
  const parent = mkdtempSync(join(tmpdir(), 'spool-'))
  folder = join(parent, 'views')
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
})

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `line ${String(from + at).padStart(3, '0')}`)
/** A line of `lines` and its end. */
const lineBytes = 9

async function drain(spool: Spool): Promise<string[]> {
  const all: string[] = []
  for (let oldest = await spool.oldest(); oldest; oldest = await spool.oldest()) {
    all.push(...oldest.lines)
    await spool.remove(oldest.name)
  }
  return all
}

describe('spool', () => {
  test('gives back in order what was appended, over many segments', async () => {
    const spool = await Spool.open(folder, { bytes: 10_000, segmentBytes: 5 * lineBytes })
    for (let from = 0; from < 30; from += 3)
      expect(await spool.append(lines(from, from + 3))).toBe(3)
    expect(readdirSync(folder).length).toBeGreaterThan(3)
    expect(spool.bytes).toBe(30 * lineBytes)
    expect(await drain(spool)).toEqual(lines(0, 30))
    expect([spool.isEmpty, spool.bytes, readdirSync(folder)]).toEqual([true, 0, []])
  })

  test('is on disk when it says so, for its owner alone', async () => {
    const spool = await Spool.open(folder)
    await spool.append(lines(0, 2))
    const [name = ''] = readdirSync(folder)
    expect(readFileSync(join(folder, name), 'utf8')).toBe('line 000\nline 001\n')
    expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
    await spool.close()
  })

  test('what comes while the oldest is read goes to another segment', async () => {
    const spool = await Spool.open(folder)
    await spool.append(lines(0, 2))
    const oldest = await spool.oldest()
    await spool.append(lines(2, 4))
    await spool.remove(oldest?.name ?? '')
    expect(await drain(spool)).toEqual(lines(2, 4))
  })

  test('what an earlier process left comes first', async () => {
    const earlier = await Spool.open(folder)
    await earlier.append(lines(0, 3))
    await earlier.close()
    const spool = await Spool.open(folder)
    expect(spool.bytes).toBe(3 * lineBytes)
    await spool.append(lines(3, 5))
    expect(await drain(spool)).toEqual(lines(0, 5))
  })

  test('a line that was torn by a crash harms no other', async () => {
    const earlier = await Spool.open(folder)
    await earlier.append(lines(0, 2))
    await earlier.close()
    appendFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'li')
    const spool = await Spool.open(folder)
    await spool.append(lines(2, 4))
    expect(await drain(spool)).toEqual([...lines(0, 2), 'li', ...lines(2, 4)])
  })

  test('never grows past its bound: what was there stays, the newest is refused', async () => {
    const limits = { bytes: 10 * lineBytes, segmentBytes: 4 * lineBytes }
    const spool = await Spool.open(folder, limits)
    expect(await spool.append(lines(0, 8))).toBe(8)
    expect(await spool.append(lines(8, 14))).toBe(2)
    expect(await spool.append(lines(14, 15))).toBe(0)
    await spool.close()
    const again = await Spool.open(folder, limits)
    expect(await again.append(lines(14, 15))).toBe(0)
    expect(await drain(again)).toEqual(lines(0, 10))
    expect(await again.append(lines(14, 15))).toBe(1)
    await again.close()
  })

  test('survives that its folder is emptied under it', async () => {
    const spool = await Spool.open(folder, { bytes: 10_000, segmentBytes: 1 })
    await spool.append(lines(0, 1))
    rmSync(join(folder, readdirSync(folder)[0] ?? ''))
    await spool.append(lines(1, 2))
    expect(await drain(spool)).toEqual(lines(1, 2))
  })

  test('takes lines again after the disk has refused some', async () => {
    const spool = await Spool.open(folder)
    rmSync(folder, { recursive: true })
    await expect(spool.append(lines(0, 1))).rejects.toThrow('ENOENT')
    const again = await Spool.open(folder)
    expect(await spool.append(lines(0, 1))).toBe(1)
    expect(await drain(spool)).toEqual(lines(0, 1))
    await again.close()
  })

  test('leaves files of others alone', async () => {
    const spool = await Spool.open(folder)
    appendFileSync(join(folder, 'notes.txt'), 'mine')
    expect((await Spool.open(folder)).isEmpty).toBe(true)
    expect(await drain(spool)).toEqual([])
    expect(readdirSync(folder)).toEqual(['notes.txt'])
  })
})
