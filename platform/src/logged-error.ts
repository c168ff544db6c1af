type Described = {
  type: string
  message: string
  code?: string
  stack: string
  cause?: Described
}

const parameters = /\nparams: [\s\S]*$/

/**
 * An error as a log shows it. Errors of stores carry the statement that failed together with its values,
 * among them password hashes and texts of users: values, and whatever else hangs on an error, stay out.
 */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error
  const message = error.message.replace(parameters, '')
  const described: Described = {
    type: error.name,
    message,
    stack: (error.stack ?? '').replace(error.message, () => message),
  }
  if ('code' in error) described.code = String(error.code)
  if (error.cause instanceof Error && depth < 5) {
    described.cause = describeError(error.cause, depth + 1) as Described
  }
  return described
}
