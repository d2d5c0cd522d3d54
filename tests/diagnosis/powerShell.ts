import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import powerShellGrammar from '@lumis-sh/wasm-powershell';
import { Language, type Node, Parser } from 'web-tree-sitter';

/** One command of a pipeline. A parameter without a value, a switch, has an empty list. */
export interface Invocation {
  cmdlet: string;
  arguments: string[];
  parameters: Record<string, string[]>;
}

await Parser.init();
const parser = new Parser().setLanguage(await Language.load(fileURLToPath(powerShellGrammar)));

/** The only expressions that may be evaluated, to the letter. */
const expressions = [
  '(Read-Host "Thumbprint")',
  '(Read-Host "Password" -AsSecureString)',
  '([System.IO.File]::ReadAllBytes("C:\\certificate.cer"))',
  '([System.IO.File]::ReadAllBytes("C:\\certificate.pfx"))',
];
const exported =
  /^\(Export-ExchangeCertificate -Thumbprint (?:[0-9A-F]{40}|\(Read-Host "Thumbprint"\)) -BinaryEncoded -Password \(Read-Host "Password" -AsSecureString\)\)\.FileData$/;

/**
 * The commands of one pipeline as PowerShell's own syntax has them.
 * @throws AssertionError for anything beyond that: a second statement, a redirection, an expression, a string in which
 * something would be replaced.
 */
export function parsePowerShell(line: string): Invocation[] {
  const tree = parser.parse(withQuotedFields(line));
  assert.ok(tree, line);
  try {
    assert.ok(!tree.rootNode.hasError, `no PowerShell: ${line}`);
    const statements = only(tree.rootNode, 'statement_list');
    const chain = only(only(statements, 'pipeline'), 'pipeline_chain');
    return named(chain).map(invocation);
  } finally {
    tree.delete();
  }
}

/** The grammar takes a list of bare words for an error, which PowerShell does not; only fixed field names stand so. */
function withQuotedFields(line: string): string {
  return line.replace(/(?<=\| Format-List )[A-Za-z,]+$/, (fields) =>
    fields
      .split(',')
      .map((field) => `"${field}"`)
      .join(),
  );
}

function invocation(command: Node): Invocation {
  assert.equal(command.type, 'command', command.text);
  const [name, elements, ...rest] = named(command);
  assert.ok(name?.type === 'command_name' && rest.length === 0, command.text);
  const read: Invocation = { cmdlet: name.text, arguments: [], parameters: {} };
  let values = read.arguments;
  for (const element of elements ? named(elements) : []) {
    if (element.type === 'command_argument_sep') continue;
    if (element.type === 'command_parameter') {
      const parameter = element.text.replace(/^-|:$/g, '');
      assert.ok(!(parameter in read.parameters), `twice ${parameter}: ${command.text}`);
      values = [];
      read.parameters[parameter] = values;
      continue;
    }
    assert.ok(values === read.arguments || values.length === 0, `a value too many: ${command.text}`);
    values.push(...valuesOf(element));
  }
  return read;
}

function valuesOf(element: Node): string[] {
  if (element.type === 'generic_token') {
    assert.match(element.text, /^[\w.:*\\-]+$/);
    return [element.text];
  }
  assert.equal(element.type, 'array_literal_expression', element.text);
  return named(element).map((value) => {
    assert.equal(value.type, 'unary_expression', value.text);
    const [literal, ...others] = named(value);
    assert.ok(literal && others.length === 0, value.text);
    return literalOf(literal);
  });
}

function literalOf(literal: Node): string {
  if (literal.type === 'string_literal') {
    const text = only(literal, 'expandable_string_literal');
    assert.deepEqual(named(text), [], `something would be replaced in ${text.text}`);
    const [, inside] = /^"([^"`$]*)"$/.exec(text.text) ?? [];
    assert.ok(inside !== undefined, text.text);
    return inside;
  }
  const allowed: Record<string, boolean> = {
    variable: ['$null', '$true'].includes(literal.text),
    integer_literal: /^\d+$/.test(literal.text),
    parenthesized_expression: expressions.includes(literal.text),
    member_access: exported.test(literal.text),
  };
  assert.ok(allowed[literal.type], `${literal.type}: ${literal.text}`);
  return literal.text;
}

function only(node: Node, type: string): Node {
  const [child, ...others] = named(node);
  assert.ok(child?.type === type && others.length === 0, `not only one ${type}: ${node.text}`);
  return child;
}

function named(node: Node): Node[] {
  return node.namedChildren.filter((child) => child !== null);
}
