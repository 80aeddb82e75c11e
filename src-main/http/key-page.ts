import { SECURITY_HEADERS } from './static.ts'

/** What somebody sees who opens the door without its key: where the key is, and a field for it. */
export function keyPage(wasWrong: boolean): Response {
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>STS Clearance Desktop: key needed</title>
<meta name="viewport" content="width=device-width"><style>
body{font:14px/1.5 system-ui,sans-serif;display:grid;place-items:center;min-height:100vh;margin:0;color:#1d2a33;background:#f6f8f9}
main{max-width:420px;padding:24px}h1{font-size:20px;color:#0b4f71;margin:0 0 8px}
label{display:block;margin:16px 0 4px;font-weight:600}input{font:inherit;width:100%;box-sizing:border-box;padding:8px;border:1px solid #8496a3;border-radius:6px;background:#fff;color:inherit}
button{font:inherit;margin-top:12px;padding:8px 16px;border:0;border-radius:6px;background:#0b4f71;color:#fff}.wrong{color:#a3231d}
@media(prefers-color-scheme:dark){body{color:#dde5ea;background:#12191e}h1{color:#5cb3d6}input{background:#1b242b;border-color:#5b6d79}button{background:#5cb3d6;color:#0c1216}.wrong{color:#ff9c94}}
</style></head><body><main><h1>This door needs its key</h1>
<p>The program that opened this address printed another one, with a key in it. Open that one, or enter the key here.</p>
${wasWrong ? '<p class="wrong" role="alert">That is not the key of this run.</p>' : ''}
<form method="get" action="/"><label for="key">Key</label><input id="key" name="key" type="password" autocomplete="off" required autofocus><button>Open</button></form></main></body></html>`
  return new Response(page, {
    status: 403,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    },
  })
}
