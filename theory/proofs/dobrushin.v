(* Dobrushin's contraction: a kernel whose rows are pairwise within total variation delta
   contracts the l1 distance of two vectors of equal mass by the factor delta. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* the law p pushed through the kernel K *)
Definition push (R : realFieldType) n m (p : 'I_n -> R) (K : 'M[R]_(n, m)) z := \sum_y p y * K y z.

(* ---------- proofs ---------- *)
Section Dobrushin.
Variable R : realFieldType.
Add Field RF2 : (RingTac.ft R).
Theorem dobrushin n m (p q : 'I_n -> R) (K : 'M[R]_(n, m)) (delta : R) :
  (\sum_a p a = \sum_a q a) ->
  (forall x x', \sum_z `|K x z - K x' z| <= 2%:R * delta) ->
  \sum_z `|push p K z - push q K z| <= delta * \sum_a `|p a - q a|.
Proof.
move=> pq HK; pose u a := p a - q a; pose up a := (`|u a| + u a) / 2%:R.
pose um a := (`|u a| - u a) / 2%:R.
have two0 : 2%:R != 0 :> R by rewrite pnatr_eq0.
have u0 : \sum_a u a = 0 by rewrite sumrB pq subrr.
have uE a : u a = up a - um a.
  rewrite -mulrBl (_ : _ - _ = u a * 2%:R) ?mulfK //.
  by rnorm R; ring.
have upm : \sum_a up a = \sum_a um a.
  apply/eqP; rewrite -subr_eq0 -sumrB -[X in _ == X]u0; apply/eqP.
  by apply: eq_bigr => a _; rewrite -uE.
have up0 a : 0 <= up a.
  by rewrite divr_ge0 ?ler0n // -[u a]opprK subr_ge0 -normrN opprK ler_norm.
have um0 a : 0 <= um a by rewrite divr_ge0 ?ler0n // subr_ge0 ler_norm.
pose M := \sum_a up a.
have M2 : \sum_a `|p a - q a| = 2%:R * M.
  rewrite mulr_natl mulr2n {2}/M upm -big_split; apply: eq_bigr => a _ /=.
  rewrite -mulrDl (_ : _ + _ = `|u a| * 2%:R) ?mulfK //.
  by rnorm R; ring.
have uK z : push p K z - push q K z = \sum_a u a * K a z.
  by rewrite -sumrB; apply: eq_bigr => a _; rewrite mulrBl.
have M0 : 0 <= M by apply: sumr_ge0.
have [Mz|Mn0] := eqVneq M 0.
  rewrite M2 Mz !mulr0 big1 // => z _; rewrite uK big1 ?normr0 // => a _.
  have z1 : up a = 0 by move/eqP: Mz; rewrite psumr_eq0 // => /allP/(_ a (mem_index_enum _))/eqP.
  move: Mz; rewrite /M upm => /eqP; rewrite psumr_eq0 // => /allP/(_ a (mem_index_enum _))/eqP z2.
  by rewrite uE z1 z2 subrr mul0r.
have Mp : 0 < M by rewrite lt_def Mn0.
have key z : M * (\sum_a u a * K a z) = \sum_x \sum_x' up x * um x' * (K x z - K x' z).
  under eq_bigr => a _ do rewrite uE mulrBl.
  rewrite sumrB mulrBr [in X in X - _]/M {1}upm {1}/M.
  rewrite [in X in X - _]mulrC !big_distrlr -sumrB; apply: eq_bigr => x _.
  rewrite -sumrB; apply: eq_bigr => x' _; rewrite mulrBr; congr (_ - _).
    by rewrite /= mulrAC.
  by rewrite /= mulrA.
rewrite -(ler_pmul2l Mp) mulr_sumr M2.
apply: le_trans (_ : \sum_z \sum_x \sum_x' up x * um x' * `|K x z - K x' z| <= _).
  apply: ler_sum => z _; rewrite uK -{1}(ger0_norm M0) -normrM key.
  apply: le_trans (ler_norm_sum _ _ _) _; apply: ler_sum => x _.
  apply: le_trans (ler_norm_sum _ _ _) _; apply: ler_sum => x' _.
  by rewrite normrM ger0_norm // mulr_ge0.
rewrite exchange_big; under eq_bigr => x _ do rewrite exchange_big.
apply: le_trans (_ : \sum_x \sum_x' up x * um x' * (2%:R * delta) <= _).
  apply: ler_sum => x _; apply: ler_sum => x' _.
  rewrite -mulr_sumr; apply: ler_wpmul2l; [exact: mulr_ge0|exact: HK].
under eq_bigr => x _ do rewrite -mulr_suml.
rewrite -mulr_suml -big_distrlr /= -/M -upm -/M.
by rewrite le_eqVlt; apply/orP; left; apply/eqP; rnorm R; ring.
Qed.
End Dobrushin.
