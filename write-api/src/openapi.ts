import { errorBody } from '@broadsheet/contracts/errors'
import type { z } from 'zod'

/** A required JSON body, for `createRoute`. */
export const jsonBody = <S extends z.ZodType>(schema: S) => ({
  body: { content: { 'application/json': { schema } }, required: true },
})

/** A JSON answer, for `createRoute`. */
export const jsonAnswer = <S extends z.ZodType>(schema: S, description: string) => ({
  content: { 'application/json': { schema } },
  description,
})

export const errorAnswers = {
  default: jsonAnswer(errorBody, 'An error of the catalogue'),
}
