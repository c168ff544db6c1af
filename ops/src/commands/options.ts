import { InvalidArgumentError, Option } from 'commander'

const most = 64

export const urlOption = new Option(
  '--url <gateway>',
  'where the gateway is, if not as started here',
)

export const concurrencyOption = new Option('--concurrency <number>', 'articles at a time')
  .default(8)
  .argParser((text) => {
    const number = /^\d{1,3}$/.test(text) ? Number(text) : 0
    if (number < 1 || number > most) throw new InvalidArgumentError(`1 to ${most}, please`)
    return number
  })
