import { Command } from 'commander'
import { Refusal } from '../refusal.ts'
import { findServer, type LocationSettings } from '../server/location.ts'
import { ask, reasonOf, type Answer } from '../server/request.ts'
import { printable } from '../terminal.ts'
import { urlOption } from './options.ts'

type Change = 'disable' | 'enable' | 'appoint-editor' | 'dismiss-editor'

const patienceMs = 10_000
const told = {
  disable: 'is disabled: all sessions have ended, and there is no signing in',
  enable: 'may sign in again',
  'appoint-editor': 'is an editor: they may read the statistics of the whole site',
  'dismiss-editor': 'is no editor',
}

/** Ends with 0 when the user is as wanted, also when they were so before. */
export function usersCommand(settings: LocationSettings): Command {
  const change = (name: Change, description: string) =>
    new Command(name)
      .description(description)
      .argument('<name>', 'a username, in any case')
      .addOption(urlOption)
      .action(async (username: string, { url }: { url?: string }) => {
        const gatewayUrl = url ?? settings.gatewayUrl
        await changeUser({ ...settings, gatewayUrl }, username, name)
      })
  return new Command('users')
    .description('who may sign in, and who is an editor')
    .addCommand(
      change('disable', 'keep a user from signing in, and end all their sessions at once'),
    )
    .addCommand(change('enable', 'let a disabled user sign in again'))
    .addCommand(change('appoint-editor', 'let a user read the statistics of the whole site'))
    .addCommand(change('dismiss-editor', 'let an editor be one no more'))
}

async function changeUser(
  settings: LocationSettings,
  username: string,
  change: Change,
): Promise<void> {
  const { url, operatorSecret } = findServer(settings)
  const path = `/api/operator/users/${encodeURIComponent(username)}/${change}`
  const headers = { Authorization: `Operator ${operatorSecret}` }
  const answer = await ask(url, { method: 'POST', path, headers }, patienceMs)
  if (answer.status !== 204) throw new Refusal(whyNot(answer, username))
  console.log(printable(`${username} ${told[change]}`))
}

function whyNot(answer: Answer, username: string): string {
  const reason = reasonOf(answer)
  if (answer.status === 401 || answer.status === 403) {
    return (
      `the server does not take this operator credential (${reason}): ` +
      'OPERATOR_SECRET must be the one that the server was started with'
    )
  }
  return answer.status === 404 ? `nobody is named ${username}` : reason
}
