import type { ProblemLog, SetDataRecord } from '../host/index'

type Data = Record<string, unknown>

export interface DataOwner {
  setData: (data: Data, callback?: () => void) => void
}

export interface SetDataRecorder {
  /** Wraps the owner's `setData`. */
  readonly watch: (component: string, owner: DataOwner) => void
}

export interface RecorderOptions {
  readonly calls: SetDataRecord[]
  readonly problems: ProblemLog
  /** Called when the page shows the new data. */
  readonly onDrawn: () => void
}

// documented: at most 1024 KB of data in one setData
const LIMIT_BYTES = 1024 * 1024

/**
 * Records each `setData` and passes only its JSON on: WeChat's app service and view run in two processes.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/performance/tips/runtime_setData.html
 */
export function createSetDataRecorder({ calls, problems, onDrawn }: RecorderOptions): SetDataRecorder {
  function record(component: string, data: Data): Data {
    const json = JSON.stringify(data)
    const copy = JSON.parse(json) as Data
    const call = { component, bytes: new TextEncoder().encode(json).length, keys: Object.keys(data), data: copy }
    calls.push(call)
    for (const problem of findProblems(data, call)) problems.report(problem)
    return JSON.parse(json) as Data
  }

  return {
    watch(component, owner) {
      const setData = owner.setData.bind(owner)
      owner.setData = (data, callback) => {
        setData(record(component, data), callback)
        onDrawn()
      }
    },
  }
}

function findProblems(data: Data, { component, bytes }: SetDataRecord): string[] {
  const undefinedKeys = Object.keys(data).filter((key) => data[key] === undefined)
  return [
    ...undefinedKeys.map((key) => `Setting data field "${key}" to undefined is invalid. (${component})`),
    ...(bytes > LIMIT_BYTES ? [`setData of ${component} has ${bytes} bytes: at most ${LIMIT_BYTES} are allowed`] : []),
  ]
}
