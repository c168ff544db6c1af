import { demoAuthor } from './demo-author.ts'

const jsonType = `-H 'Content-Type: application/json'`

/** The sign-in data and three commands that work in a shell as they are, as lines. */
export function firstSteps(url: string, slug: string, password: string): string[] {
  const { email } = demoAuthor
  const login = `curl -s ${quoted(`${url}/api/users/login`)} ${jsonType} -d ${json({ user: { email, password } })}`
  const token = `$(${login} | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`
  const article = {
    title: 'My first article',
    description: 'Written by curl',
    body: 'Hello, reader!',
  }
  return [
    'Sign in with',
    `  email     ${email}`,
    `  password  ${password}`,
    'Search, read, write:',
    `  curl ${quoted(`${url}/api/search?q=typescript&limit=3`)}`,
    `  curl ${quoted(`${url}/api/articles/${slug}`)}`,
    `  curl ${quoted(`${url}/api/articles`)} -H "Authorization: Token ${token}" ${jsonType} -d ${json({ article })}`,
  ]
}

/** A shell at a terminal takes `!` for a word of its history, even inside the quotes here. */
function json(value: unknown): string {
  return quoted(JSON.stringify(value).replaceAll('!', '\\u0021'))
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
