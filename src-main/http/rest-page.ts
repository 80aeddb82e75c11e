import { z } from 'zod'
import { SECURITY_HEADERS } from './static.ts'

const documentSchema = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        summary: z.string().optional(),
        parameters: z
          .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional() }))
          .optional(),
        requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
        responses: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
  ),
})

/** The REST description as a page for people: no script, nothing from elsewhere. */
export function restPage(document: unknown): Response {
  const { info, paths } = documentSchema.parse(document)
  const sections = Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        const parameters = (operation.parameters ?? [])
          .map(
            (one) =>
              `<li><code>${text(one.name)}</code> in ${text(one.in)}${one.required === true ? ', needed' : ''}</li>`,
          )
          .join('')
        const bodies = Object.entries(operation.requestBody?.content ?? {})
          .map(
            ([type, schema]) =>
              `<p>Body (${text(type)})</p><pre tabindex="0">${text(JSON.stringify(schema, null, 1))}</pre>`,
          )
          .join('')
        const answers = Object.entries(operation.responses ?? {})
          .map(
            ([status, answer]) =>
              `<p>${text(status)}</p><pre tabindex="0">${text(JSON.stringify(answer, null, 1))}</pre>`,
          )
          .join('')
        return `<details><summary><b>${text(method.toUpperCase())}</b> <code>${text(path)}</code> ${text(operation.summary ?? '')}</summary>${parameters === '' ? '' : `<ul>${parameters}</ul>`}${bodies}<h3>Answers</h3>${answers}</details>`
      }),
    )
    .join('\n')
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${text(info.title)}: REST</title>
<meta name="viewport" content="width=device-width"><style>
body{font:14px/1.5 system-ui,sans-serif;max-width:960px;margin:32px auto;padding:0 16px;color:#1d2a33;background:#fff}
h1{font-size:22px;color:#0b4f71}h3{font-size:14px}details{border-top:1px solid #d5dce1;padding:8px 0}
summary{cursor:pointer}b{display:inline-block;min-width:64px;color:#0b4f71}pre{background:#f3f6f8;padding:8px;overflow:auto;font-size:12px}
@media(prefers-color-scheme:dark){body{color:#dde5ea;background:#12191e}h1,b{color:#5cb3d6}pre{background:#1b242b}details{border-color:#2d3a43}}
</style></head><body><h1>${text(info.title)} ${text(info.version)}: REST</h1><p>${text(info.description)}
The same as JSON: <a href="/api/openapi.json">/api/openapi.json</a>. Sign in with <code>POST /api/v1/auth/login</code> and send the token as <code>Authorization: Bearer …</code>.</p>
${sections}</body></html>`
  return new Response(page, {
    headers: { ...SECURITY_HEADERS, 'content-type': 'text/html; charset=utf-8' },
  })
}

function text(raw: string): string {
  return raw
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
