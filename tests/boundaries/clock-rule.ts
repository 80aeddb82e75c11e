import ts from 'typescript'

/** One use of the machine's own time or chance, where a `Clock` or `Ids` should have been asked. */
export interface ClockUse {
  line: number
  what: string
}

/** `object.member` pairs that read the machine's wall clock or draw from its randomness. */
const members = new Map([
  ['Date', ['now']],
  ['performance', ['timeOrigin']],
  ['Math', ['random']],
  ['crypto', ['randomUUID', 'getRandomValues', 'randomBytes', 'randomInt']],
  ['webcrypto', ['randomUUID', 'getRandomValues']],
  ['Temporal', ['Now']],
])

/** Names that are the same thing once imported. */
const imported: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': ['randomUUID', 'randomBytes', 'randomInt', 'randomFillSync', 'getRandomValues'],
  uuid: ['v1', 'v4', 'v6', 'v7'],
}

/**
 * Finds what only `platform/clock` and `platform/ids` may do: read the wall clock (`Date.now()`,
 * `Date()`, `new Date()` without arguments, `performance.timeOrigin`), or draw ids and random
 * bytes. `performance.now()` is allowed: it measures how long something took and names no moment.
 */
export function clockUses(source: string, fileName: string): ClockUse[] {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true)
  const found: ClockUse[] = []
  const add = (node: ts.Node, what: string): void => {
    found.push({ line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1, what })
  }

  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && isDate(node.expression) && !node.arguments?.length) {
      add(node, 'new Date()')
    } else if (ts.isCallExpression(node) && isDate(node.expression)) {
      add(node, 'Date()')
    } else if (ts.isPropertyAccessExpression(node)) {
      const owner = lastName(node.expression)
      if (owner !== undefined && members.get(owner)?.includes(node.name.text)) {
        add(node, `${owner}.${node.name.text}`)
      }
    } else if (ts.isImportDeclaration(node) && !node.importClause?.phaseModifier) {
      for (const name of forbiddenImports(node)) add(node, `import of ${name}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

function isDate(expression: ts.Expression): boolean {
  return lastName(expression) === 'Date'
}

/** `Date` of `Date` and of `globalThis.Date`. */
function lastName(expression: ts.Expression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined
}

function forbiddenImports(node: ts.ImportDeclaration): string[] {
  if (!ts.isStringLiteral(node.moduleSpecifier)) return []
  const names = imported[node.moduleSpecifier.text] ?? []
  const bindings = node.importClause?.namedBindings
  if (bindings === undefined || !ts.isNamedImports(bindings)) return []
  return bindings.elements
    .map((element) => (element.propertyName ?? element.name).text)
    .filter((name) => names.includes(name))
}
