import { toTime, type Work } from './database'

/** A WeChat user, as `jscode2session` tells it. */
export interface WeChatUser {
  /** Mini program that the openid is of. @default the one that the accounts were opened with */
  readonly appId?: string | undefined
  readonly openid: string
  /** Only if the mini program is bound to an open-platform account. */
  readonly unionid?: string | undefined
}

export interface WeChatUsersOptions {
  /** The mini program of openids that come without an AppID. */
  readonly appId: string
  readonly now: () => number
}

/** People known by openid. An openid is somebody's only together with the AppID: every mini program has its own. */
export function createWeChatUsers({ appId: ownAppId, now }: WeChatUsersOptions) {
  async function findByOpenid(work: Work, appId: string, openid: string): Promise<string | undefined> {
    const row = await work
      .selectFrom('uni_phone_wechat_users')
      .select('account_id')
      .where('app_id', '=', appId)
      .where('openid', '=', openid)
      .executeTakeFirst()
    return row?.account_id
  }

  async function findByUnionid(work: Work, unionid: string): Promise<string[]> {
    const rows = await work
      .selectFrom('uni_phone_wechat_users')
      .select('account_id')
      .distinct()
      .where('unionid', '=', unionid)
      .execute()
    return rows.map(({ account_id }) => account_id)
  }

  /**
   * Returns the ids of the accounts that this WeChat user has. The openid decides; the unionid counts where the openid
   * is new here, and may lead to several, if the mini programs were bound to one open-platform account later.
   */
  async function find(work: Work, { appId = ownAppId, openid, unionid }: WeChatUser): Promise<readonly string[]> {
    const account = await findByOpenid(work, appId, openid)
    if (account !== undefined) return [account]
    return unionid === undefined ? [] : findByUnionid(work, unionid)
  }

  /** Links the WeChat user to the account, unless the openid belongs to another one; notes a unionid that is new. */
  async function link(work: Work, accountId: string, user: WeChatUser): Promise<void> {
    const { appId = ownAppId, openid, unionid } = user
    const time = toTime(now())
    await work
      .insertInto('uni_phone_wechat_users')
      .values({ app_id: appId, openid, unionid: unionid ?? null, account_id: accountId, created_at: time })
      .onConflict((conflict) =>
        conflict
          .columns(['app_id', 'openid'])
          .doUpdateSet((row) => ({
            unionid: row.fn.coalesce('excluded.unionid', 'uni_phone_wechat_users.unionid'),
          }))
          .whereRef('uni_phone_wechat_users.account_id', '=', 'excluded.account_id'),
      )
      .execute()
  }

  return { find, link }
}

export type WeChatUsers = ReturnType<typeof createWeChatUsers>
