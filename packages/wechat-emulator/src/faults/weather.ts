import { invalid, type Random } from '../core/index'
import { type ArmedFault, describeFault, type Fault, readFault } from './faults'

export type WeatherName = 'calm' | 'busy-evening' | 'outage'

/** Weather of one path. */
export interface Conditions {
  /** Log-normal latency in milliseconds, by its median and its 99th percentile. @default none */
  readonly latency?: { readonly p50: number; readonly p99: number }
  /** Faults by probability, 1 at most in total. @default none */
  readonly faults?: readonly { readonly probability: number; readonly fault: Fault }[]
}

/** Faults by probability and latencies: a preset, or conditions for a path or for `*`, every other path. */
export type Weather = WeatherName | Readonly<Record<string, Conditions>>

/** Weather without the texts of its faults. */
export interface WeatherState {
  readonly name: WeatherName | 'custom'
  readonly paths: Record<
    string,
    {
      latency: Conditions['latency'] | null
      faults: (Pick<ArmedFault, 'kind' | 'value' | 'after'> & { probability: number })[]
    }
  >
}

/** Our own figures: WeChat publishes none. */
const PRESETS: Readonly<Record<WeatherName, Readonly<Record<string, Conditions>>>> = {
  calm: {},
  'busy-evening': {
    '/wxa/business/getuserphonenumber': {
      latency: { p50: 120, p99: 1_500 },
      faults: [
        { probability: 0.02, fault: { errcode: -1 } },
        { probability: 0.01, fault: { errcode: 45011 } },
        { probability: 0.002, fault: { reset: 'after' } },
      ],
    },
    '*': { latency: { p50: 80, p99: 900 }, faults: [{ probability: 0.01, fault: { errcode: -1 } }] },
  },
  outage: {
    '*': {
      latency: { p50: 800, p99: 9_000 },
      faults: [
        { probability: 0.3, fault: { errcode: -1 } },
        { probability: 0.3, fault: { status: 502, body: '<html>502 Bad Gateway</html>' } },
        { probability: 0.2, fault: { hang: true } },
        { probability: 0.1, fault: { reset: 'before' } },
        { probability: 0.02, fault: { reset: 'after' } },
      ],
    },
  },
}

/** Returns the conditions of a weather; refuses those that cannot be. */
function conditionsOf(weather: Weather): Readonly<Record<string, Conditions>> {
  const conditions = typeof weather === 'string' ? PRESETS[weather] : weather
  for (const [path, { latency, faults = [] }] of Object.entries(conditions)) {
    const total = faults.reduce((sum, { probability }) => sum + probability, 0)
    if (total > 1 + Number.EPSILON) throw invalid(`send probabilities of 1 at most in total for ${path}`)
    if (latency !== undefined && latency.p99 < latency.p50) throw invalid(`send a p99 of at least p50 for ${path}`)
    for (const { fault } of faults) readFault(fault)
  }
  return conditions
}

/** 99th percentile of the standard normal distribution. */
const Z99 = 2.326348

/** Draws from a log-normal distribution (Box and Muller). */
function drawLatency({ p50, p99 }: { p50: number; p99: number }, random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction())
  return Math.round(p50 * Math.exp((Math.log(p99 / p50) / Z99) * normal))
}

export type WeatherStation = ReturnType<typeof createWeather>

/** Decides what each request meets; the same randomness decides the same. */
export function createWeather(random: Random, initial: Weather) {
  let [weather, conditions] = [initial, conditionsOf(initial)]
  const set = (given: Weather) => {
    ;[weather, conditions] = [given, conditionsOf(given)]
  }
  return {
    /** Returns the fault and the latency of a request, or undefined for neither. */
    forecast(path: string): { readonly fault: Fault | undefined; readonly latencyMs: number } | undefined {
      const here = conditions[path] ?? conditions['*']
      if (here === undefined) return undefined
      let left = random.fraction()
      const fault = here.faults?.find(({ probability }) => (left -= probability) < 0)?.fault
      return { fault, latencyMs: here.latency === undefined ? 0 : drawLatency(here.latency, random) }
    },
    set,
    state: (): WeatherState => ({
      name: typeof weather === 'string' ? weather : 'custom',
      paths: Object.fromEntries(
        Object.entries(conditions).map(([path, { latency = null, faults = [] }]) => [
          path,
          { latency, faults: faults.map(({ probability, fault }) => ({ probability, ...describeFault(fault) })) },
        ]),
      ),
    }),
    dump: () => ({ weather, random: random.position() }),
    restore(dump: { readonly weather: Weather; readonly random: ReturnType<Random['position']> }) {
      set(dump.weather)
      random.restore(dump.random)
    },
  }
}
