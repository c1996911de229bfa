#!/usr/bin/env node
import { buildProgram } from './commands/program.ts';

await buildProgram().parseAsync();
