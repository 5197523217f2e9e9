import type { AccountsError, DatabaseState } from '@uni-phone/accounts'
import type { LocalizedText } from '@uni-phone/config'
import { type Diagnostic, failed, ok, skipped } from '../diagnostic'
import { type Environment, NOT_CONFIGURED, type Settings } from '../environment'

const CHECK = 'database'

const TABLES: Readonly<Record<DatabaseState['tables'], LocalizedText>> = {
  new: { zh: '启动时会建表', en: 'the server will create its tables' },
  older: { zh: '启动时会升级表', en: 'the server will migrate its tables' },
  current: { zh: '表是最新的', en: 'its tables are up to date' },
}

const ENCRYPTION: Readonly<Record<DatabaseState['encryption'], LocalizedText>> = {
  none: { zh: '手机号未加密', en: 'phone numbers are not encrypted' },
  encrypted: { zh: '手机号已加密', en: 'phone numbers are encrypted' },
  pending: { zh: '启动时会加密手机号', en: 'the server will encrypt the phone numbers' },
}

function describeState({ kind, tables, encryption }: DatabaseState): Diagnostic {
  const name = kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'
  return ok(CHECK, {
    zh: `账号数据库可用（${name}），${TABLES[tables].zh}，${ENCRYPTION[encryption].zh}`,
    en: `the accounts database works (${name}): ${TABLES[tables].en}, ${ENCRYPTION[encryption].en}`,
  })
}

function describeError({ code, databaseCode = code }: AccountsError): Diagnostic {
  if (code === 'wrong_encryption_key')
    return failed(
      CHECK,
      {
        zh: '数据库中的手机号是用另一个密钥加密的',
        en: 'the phone numbers in the database are encrypted with another key',
      },
      { zh: '把 ACCOUNTS_ENCRYPTION_KEY 改回那个密钥', en: 'set ACCOUNTS_ENCRYPTION_KEY to that key' },
    )
  if (code === 'database_too_new')
    return failed(
      CHECK,
      { zh: '数据库的表由更新的版本修改过', en: 'a newer version has changed the tables of the database' },
      { zh: '使用那个版本，或恢复升级前的备份', en: 'use that version, or restore the backup from before the update' },
    )
  return failed(
    CHECK,
    { zh: `账号数据库打不开（${databaseCode}）`, en: `the accounts database cannot be opened (${databaseCode})` },
    {
      zh: '检查 DATABASE_URL：postgres://用户名:密码@主机:端口/库名（特殊字符须百分号编码），或可写文件夹中的文件路径',
      en: 'check DATABASE_URL: postgres://user:password@host:port/name with special characters percent-encoded, or a file in a folder that can be written to',
    },
  )
}

/** Checks the database of accounts as the server opens it, and changes nothing there. */
export async function checkDatabase({ config }: Settings, { root, timeoutMs }: Environment): Promise<Diagnostic[]> {
  if (config === undefined)
    return [skipped(CHECK, { zh: `账号数据库：${NOT_CONFIGURED.zh}`, en: `accounts database: ${NOT_CONFIGURED.en}` })]
  if (config.accounts === undefined)
    return [
      skipped(CHECK, {
        zh: '账号数据库：未设置 DATABASE_URL，没有登录与账号',
        en: 'accounts database: DATABASE_URL is not set, nobody can sign in',
      }),
    ]
  const { AccountsError, inspectDatabase } = await import('@uni-phone/accounts')
  try {
    return [describeState(await inspectDatabase({ ...config.accounts, folder: root, timeoutMs }))]
  } catch (error) {
    if (error instanceof AccountsError) return [describeError(error)]
    throw error
  }
}
