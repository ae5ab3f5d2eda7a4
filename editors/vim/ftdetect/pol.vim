" Policies of linkage_rules.
autocmd BufNewFile,BufRead *.pol setfiletype pol
