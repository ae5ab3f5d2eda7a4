; Claim: there is no record to which outside applies
; 主张：没有一条记录适用“不得补助”
; Extent: proved for all records
; 范围：对任何记录均已证明
; Days: from 1923-01-01 to 2125-12-31; dates of records lie there too, or are never
; 日期：1923年1月1日至2125年12月31日；记录中的日期也在此范围内，或为“从未”
; Policy: proved; proved.pol:26
; 政策：补助办法（proved）；proved.pol:26
; The assertions describe a record that contradicts the claim; unsat: there is none.
; 以下断言描述一条与主张相反的记录；答 unsat 即没有这样的记录。
(set-info :smt-lib-version 2.6)
(set-info :status unsat)
(set-logic ALL)

; What the symbols stand for; days are counted from 0001-01-01, which is 1, and 3652059 is never; those without words help to count
; 各符号的含义；日期自公元1年1月1日（为1）起计数，3652059 为“从未”；没有说明的符号用于辅助计算
; the day that is asked about
; 截至的日期
(declare-fun |as_of#| () Int)
; whether rate is known
; “比例”是否已知
(declare-fun rate? () Bool)
; rate
; 比例
(declare-fun rate () Real)

; Contrary to the claim
; 与主张相反
(assert (and (<= 738521 |as_of#|)
     (>= 739616 |as_of#|)
     rate?
     (< (/ 3.0 5.0) rate)
     rate?
     (> (/ 2.0 5.0) rate)))
(check-sat)
