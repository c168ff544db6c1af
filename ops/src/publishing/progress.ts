import type { WriteStream } from 'node:tty'

const barWidth = 30
const drawEveryMs = 100
const lineEveryMs = 5_000

/** Shows how far `total` things are: a bar on a terminal, else a line per tenth or 5 seconds. */
export type Progress = { show: (done: number) => void; end: () => void }

export function startProgress(total: number, out: WriteStream, what: string): Progress {
  const started = performance.now()
  const text = (done: number) => {
    const seconds = (performance.now() - started) / 1000
    const rate = seconds > 0 ? done / seconds : 0
    return `${done}/${total} ${what}, ${rate.toFixed(1)}/s`
  }
  return out.isTTY ? bar(total, out, text) : lines(total, out, text)
}

type Text = (done: number) => string

function bar(total: number, out: WriteStream, text: Text): Progress {
  let drawn = -Infinity
  const draw = (done: number) => {
    drawn = performance.now()
    const full = Math.round((barWidth * done) / Math.max(total, 1))
    out.write(`\r\x1b[2K[${'#'.repeat(full).padEnd(barWidth, '.')}] ${text(done)}`)
  }
  return {
    show: (done) => {
      if (done === total || performance.now() - drawn >= drawEveryMs) draw(done)
    },
    end: () => {
      if (drawn !== -Infinity) out.write('\n')
    },
  }
}

function lines(total: number, out: WriteStream, text: Text): Progress {
  let tenth = 0
  let written = performance.now()
  return {
    show: (done) => {
      const reached = Math.floor((10 * done) / Math.max(total, 1))
      if (reached === tenth && performance.now() - written < lineEveryMs) return
      tenth = reached
      written = performance.now()
      out.write(`${text(done)}\n`)
    },
    end: () => undefined,
  }
}
