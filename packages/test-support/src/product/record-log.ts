/** A logger for the server that keeps its lines as JSON. */
export function recordLog() {
  const lines: string[] = []
  const write = (level: string) => (fields: object, message: string) => {
    lines.push(JSON.stringify({ level, message, ...fields }))
  }
  return { lines, log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') } }
}
