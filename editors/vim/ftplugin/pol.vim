" Policies of linkage_rules: comments, indentation, and brackets that belong together.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:# commentstring=#\ %s
setlocal autoindent expandtab shiftwidth=2 softtabstop=2
setlocal iskeyword=@,48-57,_
setlocal matchpairs=(:),（:）,[:],［:］,【:】,{:},｛:｝,「:」,“:”

let b:undo_ftplugin = 'setlocal comments< commentstring< autoindent< expandtab< shiftwidth<'
  \ . ' softtabstop< iskeyword< matchpairs<'
