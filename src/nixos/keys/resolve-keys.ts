/** Secrets from where they are kept to key files, in memory only. */
import { readFileSync } from 'node:fs'
import { failure, type TerraneError } from '../../contracts/diagnostic.js'
import { Secret } from '../../contracts/secret.js'
import type { Run } from '../../process/runner.js'
import type { KeyFile } from '../deployment.js'
import type { KeySource, ManifestKey } from '../manifest.js'
import { located } from '../resolve/connection.js'
import { type Outputs, valueAt } from '../resolve/outputs.js'

export interface KeySurroundings {
  readonly outputs: Outputs
  /** The literal texts of the project, by key. */
  readonly texts: Readonly<Record<string, Secret>>
  /** The manifest's folder. */
  readonly folder: string
  /** Where commands run. */
  readonly projectFolder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly run: Run
  readonly signal?: AbortSignal
}

/** Gets all keys of a host. Throws `host-key-source` for the first that can't be had. */
export const resolveKeys = async (
  host: string,
  keys: Readonly<Record<string, ManifestKey>>,
  surroundings: KeySurroundings,
): Promise<readonly KeyFile[]> => {
  const files: KeyFile[] = []
  // One after the other: a password manager may ask for something.
  for (const [name, { source, ...key }] of Object.entries(keys)) {
    const content = await contentOf(source, name, { host, ...surroundings })
    files.push({ name, content, ...key })
  }
  return files
}

const contentOf = async (
  source: KeySource,
  name: string,
  surroundings: KeySurroundings & { readonly host: string },
): Promise<Secret> => {
  const missing = (why: string, hint?: string, cause?: unknown): TerraneError =>
    failure('host-key-source', `the key '${name}' of the host '${surroundings.host}' ${why}`, {
      ...(hint === undefined ? {} : { hint }),
      cause,
    })
  switch (source.kind) {
    case 'text': {
      const text = surroundings.texts[name]
      if (text === undefined) throw missing('has lost its text', 'terrane compile reads it anew')
      return text
    }
    case 'file': {
      const path = located(source.path, surroundings.folder)
      return secretOf(
        readBytes(path, cause => missing(`is in a file that can't be read: ${path}`, undefined, cause)),
        missing,
      )
    }
    case 'command': {
      const [program, ...args] = source.command
      const { status, stdout } = await surroundings.run(program!, args, {
        cwd: surroundings.projectFolder,
        bytes: true,
        ...(surroundings.signal === undefined ? {} : { signal: surroundings.signal }),
      })
      if (status !== 0)
        throw missing(
          `comes from '${program}', which has failed with exit status ${status}`,
          'run it by hand: what it prints is not shown here, since it may be the secret',
        )
      return secretOf(Buffer.from(stdout, 'latin1'), missing)
    }
    case 'environment': {
      const value = surroundings.environment[source.variable]
      if (value === undefined) throw missing(`is in the variable ${source.variable}, which is not set`)
      return new Secret(value)
    }
    case 'output': {
      const value = valueAt(surroundings.outputs, source)
      if (value === undefined)
        throw failure(
          'host-not-applied',
          `Terraform does not know the key '${name}' of the host '${surroundings.host}' yet`,
          {
            hint: 'terrane apply makes it known',
          },
        )
      return new Secret(String(value))
    }
  }
}

const readBytes = (path: string, missing: (cause: unknown) => TerraneError): Buffer => {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw missing(cause)
  }
}

/** A secret is text: bytes that are none would arrive as others. */
const secretOf = (bytes: Buffer, missing: (why: string, hint?: string) => TerraneError): Secret => {
  try {
    return new Secret(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    throw missing('is not text in UTF-8', 'keep it in base64, and decode it there')
  }
}
