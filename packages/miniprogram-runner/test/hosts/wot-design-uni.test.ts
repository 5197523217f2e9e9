import { describe, expect, onTestFinished, test } from 'vitest'
import { compileMiniProgram, runInNode, type MiniProgram } from '../../src/index'
import { buildUniFixture } from '../support/uni-fixture'

const program = compileMiniProgram(await buildUniFixture('wot'))

async function open(): Promise<MiniProgram> {
  const mp = await runInNode(program, { openType: () => ({ code: 'good-code', errMsg: 'getPhoneNumber:ok' }) })
  onTestFinished(() => mp.close())
  mp.launch()
  return mp
}

describe('a compiled uni-app page of wot-design-uni', () => {
  test('has no diagnostics', () => {
    expect(program.diagnostics).toEqual([])
  })

  test('runs without problems and looks for no function that the runner lacks', async () => {
    const mp = await open()
    await mp.until(() => mp.text().includes('I agree'))
    expect(mp.problems()).toEqual([])
    expect([...mp.missingApis]).toEqual(['preloadAssets'])
  })

  test('enables its native button by a checkbox and gets the code', async () => {
    const mp = await open()
    mp.tap('.phone')
    mp.tap('.agree')
    await mp.until(() => mp.$('.phone')?.property('openType') === 'getPhoneNumber')
    expect(mp.text('.code')).toBe('')
    mp.tap('.phone')
    await mp.until(() => mp.text('.code'))
    expect(mp.text('.code')).toBe('good-code')
  })

  test('takes typed text', async () => {
    const mp = await open()
    mp.input('.name', 'Ada')
    await mp.until(() => mp.text('.greeting') === 'Hello Ada')
  })

  test('opens a popup', async () => {
    const mp = await open()
    mp.tap('.details')
    await mp.until(() => mp.$('.popup')?.isHidden === false)
    expect(mp.text('.popup')).toBe('All details')
  })

  test('reports in a toast', async () => {
    const mp = await open()
    mp.tap('.leave')
    await mp.until(() => mp.text().includes('Signed out'))
    expect(mp.problems()).toEqual([])
  })
})
