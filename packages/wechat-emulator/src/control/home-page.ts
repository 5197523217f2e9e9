/** What a person sees who opens the emulator's address; it loads nothing from anywhere. */
export const HOME_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>wechat-emulator</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}pre{overflow-x:auto}</style>
<h1>wechat-emulator</h1>
<p>WeChat's mini program server API on this computer. Point your client's base URL here.<br>
<span lang="zh-CN">微信小程序服务端接口的本地模拟器：把客户端的接口地址指向这里即可。</span></p>
<h2>WeChat</h2>
<pre>
POST /cgi-bin/stable_token
GET  /cgi-bin/token
POST /wxa/business/getuserphonenumber
GET  /sns/jscode2session
</pre>
<h2>Control</h2>
<pre>
POST   /_emulator/phone-codes    {phoneNumber?, countryCode?, openid?, appid?}  → {code, expiresAt}
POST   /_emulator/login-codes    {openid?, unionid?, appid?}  → {code, expiresAt}
POST   /_emulator/faults         {path, times?, fault}  → {id}
         fault: {errcode} | {status, body?} | {delayMs} | {hang: true} | {reset: "before" | "after"} | {body}
DELETE /_emulator/faults
POST   /_emulator/tokens/revoke  {}
POST   /_emulator/clock          {advanceMs}  → {now}
POST   /_emulator/reset          {}
GET    <a href="/_emulator/requests">/_emulator/requests</a>
GET    <a href="/_emulator/state">/_emulator/state</a>
</pre>
</html>
`
