/** Counts answers by side and status for `/metrics`. */
export class AnswerCounts {
  readonly #counts = new Map<string, number>()

  add(target: string, status: number): void {
    const labels = `target="${target}",status="${status}"`
    this.#counts.set(labels, (this.#counts.get(labels) ?? 0) + 1)
  }

  /** Prometheus text. */
  text(): string {
    const name = 'gateway_answers_total'
    const lines = [...this.#counts].map(([labels, count]) => `${name}{${labels}} ${count}`)
    return [
      `# HELP ${name} Answers by side and status`,
      `# TYPE ${name} counter`,
      ...lines,
      '',
    ].join('\n')
  }
}
