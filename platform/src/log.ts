import { pino, stdTimeFunctions, type Logger } from 'pino'

export type Log = Logger

/** JSON lines on standard output: level, time (ISO 8601), service, msg, and what the line is about. */
export function createLog(service: string, level: string): Log {
  return pino({
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: ['*.password', '*.token', '*.authorization', '*.cookie', 'password', 'token'],
      censor: '[hidden]',
    },
  })
}
