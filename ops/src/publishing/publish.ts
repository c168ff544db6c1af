import type { Server } from '../server/location.ts'
import { ask, reasonOf, type Answer } from '../server/request.ts'
import { Refusal } from '../refusal.ts'
import { Unusable, type ImportedArticle, type Source } from './source.ts'
import { doneOf, type Tally } from './tally.ts'

/** As long as a server may take to heal; before the first article nobody wants to wait so long. */
const patienceMs = 60_000
const firstPatienceMs = 3_000
const path = '/api/articles'

/**
 * Publishes every source, `concurrency` at a time, and adds to the tally what became of each.
 * Rejects with a Refusal when the server cannot be used any longer.
 */
export async function publish(
  server: Server,
  sources: readonly Source[],
  { concurrency, tally, onDone }: Publishing,
): Promise<void> {
  await checkServer(server)
  const started = performance.now()
  const waiting = sources.values()
  let stopped = false
  const work = async () => {
    for (const source of waiting) {
      if (stopped) return
      await publishOne(server, source, tally)
      tally.seconds = (performance.now() - started) / 1000
      onDone(doneOf(tally))
    }
  }
  try {
    await Promise.all(Array.from({ length: concurrency }, work))
  } finally {
    stopped = true
  }
}

export type Publishing = {
  concurrency: number
  tally: Tally
  /** Told after every source how many are done. */
  onDone: (done: number) => void
}

async function publishOne(server: Server, source: Source, tally: Tally): Promise<void> {
  try {
    const { article, notes } = await source.read()
    const answer = await send(server, article)
    if (answer.status === 201) tally.published++
    else if (answer.status === 200) tally.known++
    else return refused(source.path, answer, tally)
    tally.notes.push(...notes.map((text) => ({ path: source.path, text })))
  } catch (error) {
    if (!(error instanceof Unusable)) throw error
    tally.skipped.push({ path: source.path, text: error.message })
  }
}

/** Publishes one article; any answer but a passing trouble comes back. */
export function send(server: Server, article: ImportedArticle): Promise<Answer> {
  const request = { method: 'POST', path, headers: credential(server), json: { article } }
  return ask(server.url, request, patienceMs)
}

function refused(path: string, answer: Answer, tally: Tally): void {
  const text = reasonOf(answer)
  if (answer.status === 401 || answer.status === 403) throw wrongSecret(text)
  if (answer.status >= 500) {
    const trackId = answer.headers.get('x-track-id')
    tally.failed.push({ path, text: trackId ? `${text} (track id ${trackId})` : text })
  } else {
    tally.skipped.push({ path, text })
  }
}

/** An article without anything is refused by every server that takes the credential. */
export async function checkServer(server: Server): Promise<void> {
  const request = { method: 'POST', path, headers: credential(server), json: {} }
  const answer = await ask(server.url, request, firstPatienceMs)
  if (answer.status === 422) return
  const reason = reasonOf(answer)
  if (answer.status === 401 || answer.status === 403) throw wrongSecret(reason)
  throw new Refusal(`${server.url} does not answer as a Broadsheet gateway does (${reason})`)
}

const credential = ({ operatorSecret }: Server) => ({ Authorization: `Operator ${operatorSecret}` })

function wrongSecret(reason: string): Refusal {
  return new Refusal(
    `the server does not take this import credential (${reason}): ` +
      'OPERATOR_SECRET must be the one that the server was started with',
  )
}
