export type Answer = { status: number; headers: Headers; body: any }

export type Sent = { method?: string; headers?: Record<string, string>; json?: unknown }

/** One request, its answer read to the end and parsed. */
export async function send(url: string, sent: Sent = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, json } = sent
  const type = json === undefined ? {} : { 'Content-Type': 'application/json' }
  const body = json === undefined ? null : JSON.stringify(json)
  const response = await fetch(url, { method, headers: { ...type, ...headers }, body })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? null : JSON.parse(text),
  }
}

/** Adds to `times` how long `work` took, ms. */
export async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await work()
  times.push(performance.now() - started)
  return result
}
