import { Anchor, type AnchorProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type PlainProps = AnchorProps & Omit<ComponentPropsWithRef<'a'>, keyof AnchorProps>

/** A link inside text, to a screen of ours: typed like the router’s `Link`. */
export const TextLink = createLink((props: PlainProps) => <Anchor {...props} />)
