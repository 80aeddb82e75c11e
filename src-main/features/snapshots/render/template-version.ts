/**
 * The version of what the renderers print. It is part of the content hash: raise it with every
 * change that alters the bytes of any artefact (layout, words, fonts, jsPDF, fflate), so that
 * an artefact of the old template is never served for the new one.
 */
export const templateVersion = 2
