import './render/draw.ts'
