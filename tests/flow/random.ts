/** Numbers that look random and come again with their seed. */
export type Random = {
  /** A whole number from 0 to `count` - 1. */
  below: (count: number) => number
  pick: <T>(list: readonly T[]) => T
}

/** Mulberry32: small, and even enough to choose by. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number) => Math.floor(next() * count)
  return {
    below,
    pick: (list) => {
      if (list.length === 0) throw new Error('there is nothing to pick from')
      return list[below(list.length)]!
    },
  }
}

/** `SEED` if there is one, to do what a failed run did; else a new one. */
export function chosenSeed(): number {
  return Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32))
}
