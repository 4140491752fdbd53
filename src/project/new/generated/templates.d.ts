import type { Template } from '../templates.js'

export declare const templates: Readonly<Record<string, Template>>
