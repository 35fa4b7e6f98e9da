// Checks result cards as a browser would: WebCrypto and nothing of ours. Standard input is a
// JSON list of {text, keys, lists, on}; standard output is the list of answers. The format is
// written down in the comment of package card.

const ascii = new TextEncoder()
const bytes = (base64) => Uint8Array.from(atob(base64.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
const hex = (array) => Array.from(array, (b) => b.toString(16).padStart(2, '0')).join('')

// The trusted Ed25519 keys by id. The base64 of a key may hold a plus, a name may not.
async function keysOf(lines) {
  const keys = new Map()
  for (const line of lines.filter((l) => l !== '' && !l.startsWith('PUBLIC+SM2+'))) {
    const [, name, id, data] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(line)
    const raw = bytes(data).slice(1) // the first byte says that it is Ed25519
    keys.set(id, { name, key: await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']) })
  }
  return keys
}

// The withdrawn cards of a signed list by id, or nothing where no trusted key signed it.
async function listOf(note, keys) {
  const [, text, signatures] = /^([^]*\n)\n((?:— .*\n)+)$/.exec(note)
  for (const line of signatures.trimEnd().split('\n')) {
    const raw = bytes(line.split(' ')[2])
    const known = keys.get(hex(raw.slice(0, 4)))
    if (!known || !(await crypto.subtle.verify('Ed25519', known.key, raw.slice(4), ascii.encode(text)))) continue
    const [title, at, ...cards] = text.trimEnd().split('\n')
    if (title === 'zhanping withdrawn cards v1') return { at, cards: new Map(cards.map((c) => c.split(' '))) }
  }
  return undefined
}

async function verify({ text, keys: lines, lists, on }) {
  const keys = await keysOf(lines)
  const whole = text.trim().split('#').at(-1)
  if (!/^ZP1\.[0-9a-f]{8}\.[\w-]+\.[\w-]{86}(\.[\w-]{86})?$/.test(whole)) return { status: 'unreadable' }
  const parts = whole.split('.')
  const known = keys.get(parts[1])
  if (!known) return { status: 'unknown_key' }
  const signed = ascii.encode(parts.slice(0, 3).join('.'))
  if (!(await crypto.subtle.verify('Ed25519', known.key, bytes(parts[3]), signed))) return { status: 'forged' }
  const card = JSON.parse(new TextDecoder().decode(bytes(parts[2])))
  if (('k' in card) !== (parts.length === 5)) return { status: 'forged' }
  const id = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', signed)).slice(0, 16))
  for (const note of lists) {
    const since = (await listOf(note, keys))?.cards.get(id)
    if (since) return { status: 'withdrawn', id, station: card.n, since }
  }
  return { status: card.u && on > card.u ? 'expired' : 'valid', id, station: card.n }
}

let input = ''
for await (const chunk of process.stdin) input += chunk
console.log(JSON.stringify(await Promise.all(JSON.parse(input).map(verify))))
