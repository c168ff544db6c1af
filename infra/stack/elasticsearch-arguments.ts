type ServerArguments = { settings: Record<string, string>; config: string; logs: string }

/**
 * What Elasticsearch's server reads from its standard input at start (its `ServerArgs`, in its own
 * transport encoding): run in the foreground, no pid file, an empty keystore, all settings (the
 * server itself reads no elasticsearch.yml).
 */
export function serverArguments({ settings, config, logs }: ServerArguments): Buffer {
  const daemonize = no
  const quiet = no
  const pidFile = no
  const entries = Object.entries(settings)
  return Buffer.concat([
    daemonize,
    quiet,
    pidFile,
    text('org.elasticsearch.common.settings.KeyStoreWrapper'),
    emptyKeystore,
    count(entries.length),
    ...entries.flatMap(([name, value]) => [text(name), typeString, text(value)]),
    text(config),
    text(logs),
  ])
}

const no = Buffer.from([0])

const typeString = Buffer.from([0])
const formatVersion = Buffer.from([0, 0, 0, 7])
const emptyKeystore = Buffer.concat([formatVersion, no, no, count(0), no])

/** Seven bits per byte, the lowest first; the high bit says that more follow. */
function count(value: number): Buffer {
  return value < 0x80
    ? Buffer.from([value])
    : Buffer.concat([Buffer.from([(value & 0x7f) | 0x80]), count(value >>> 7)])
}

/** The number of UTF-16 units, then each of them by itself in one to three bytes. */
function text(value: string): Buffer {
  const bytes = [...Array(value.length).keys()].flatMap((at) => unit(value.charCodeAt(at)))
  return Buffer.concat([count(value.length), Buffer.from(bytes)])
}

function unit(code: number): number[] {
  if (code < 0x80) return [code]
  if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 0x3f)]
  return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
}
