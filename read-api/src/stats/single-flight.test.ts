import { expect, test } from 'vitest'
import { SingleFlight } from './single-flight.ts'

/** Questions that are answered when the test says so, with their number. */
function setUp() {
  const asked: PromiseWithResolvers<number>[] = []
  let state = 'a'
  const questions = new SingleFlight(() => state)
  const ask = (key = 'one') =>
    questions.ask(key, () => {
      const answer = Promise.withResolvers<number>()
      asked.push(answer)
      return answer.promise
    })
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  const answer = async (at: number) => {
    asked[at]?.resolve(at)
    await settle()
  }
  return { asked, ask, answer, settle, moveTo: (next: string) => (state = next) }
}

test('equal questions share an answer, others do not, and none is kept', async () => {
  const { asked, ask, answer } = setUp()
  const all = [ask(), ask(), ask('other')]
  expect(asked).toHaveLength(2)
  await answer(0)
  await answer(1)
  expect(await Promise.all(all)).toEqual([0, 0, 1])
  const again = ask()
  await answer(2)
  expect(await again).toBe(2)
})

test('whoever comes after a write shares the next question, never the one before it', async () => {
  const { asked, ask, answer, moveTo } = setUp()
  const early = ask()
  moveTo('b')
  const late = [ask(), ask()]
  moveTo('c')
  late.push(ask())
  expect(asked).toHaveLength(1)
  await answer(0)
  expect(await early).toBe(0)
  expect(asked).toHaveLength(2)
  late.push(ask())
  await answer(1)
  expect(await Promise.all(late)).toEqual([1, 1, 1, 1])
})

test('one that fails fails for those who share it, and the next is asked', async () => {
  const { asked, ask, answer, settle, moveTo } = setUp()
  const early = Promise.allSettled([ask(), ask()])
  moveTo('b')
  const late = ask()
  asked[0]?.reject(new Error('away'))
  await settle()
  expect((await early).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await answer(1)
  expect(await late).toBe(1)
})
