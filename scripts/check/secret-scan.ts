/** A file of the repository. */
export interface ScannedFile {
  readonly name: string
  readonly text: string
}

/** Line that contains a secret. It is named, never quoted. */
export interface FoundSecret {
  readonly kind: string
  readonly file: string
  readonly line: number
}

const PATTERNS: Readonly<Record<string, RegExp>> = {
  'WeChat AppSecret': /secret\w*["'`\]]*\s*(?:[:=,]|=>)\s*["'`]?([0-9a-f]{32})(?![0-9a-f])/gi,
  'private key': /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/g,
  'Alibaba Cloud key': /\bLTAI[0-9A-Za-z]{12,20}\b/g,
  'Tencent Cloud key': /\bAKID[0-9A-Za-z]{32}\b/g,
  'AWS key': /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  'GitHub token': /\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{82})\b/g,
  'npm token': /\bnpm_[0-9A-Za-z]{36}\b|:_authToken\s*=\s*[^\s$]/g,
}

const FORBIDDEN_NAMES =
  /(?:^|\/)(?:\.env(?:\.local|\.production)?|private\.\w+\.key|id_(?:rsa|ed25519))$|\.(?:pem|p12|pfx)$/

/** 32 random hex digits almost always have at least eight different ones. */
const MIN_DISTINCT = 8
const COUNTED = ['0123456789abcdef'.repeat(2), 'fedcba9876543210'.repeat(2)]

/** Recognizes placeholders: digits that count up or down, or repeat a few. */
function isPlaceholder(value: string): boolean {
  return COUNTED.includes(value.toLowerCase()) || new Set(value).size < MIN_DISTINCT
}

function scanText({ name, text }: ScannedFile): FoundSecret[] {
  return Object.entries(PATTERNS).flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)]
      .filter(([, value]) => value === undefined || !isPlaceholder(value))
      .map(({ index }) => ({ kind, file: name, line: text.slice(0, index).split('\n').length })),
  )
}

/** Finds what looks like a secret in files. */
export function findSecrets(files: readonly ScannedFile[]): FoundSecret[] {
  return files.flatMap((file) =>
    FORBIDDEN_NAMES.test(file.name) ? [{ kind: 'file of secrets', file: file.name, line: 1 }] : scanText(file),
  )
}
