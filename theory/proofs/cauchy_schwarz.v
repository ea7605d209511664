(* The weighted Cauchy-Schwarz inequality for finite sums, without square roots, and its
   form with quotients (Engel, Titu, Sedrakyan). *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Lemmascope Require Import field_tactic.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section CauchySchwarz.
Variables (R : realFieldType) (I : finType).
Add Field RF : (RingTac.ft R).
Implicit Types (w x y : I -> R).

Lemma lagrange_term (u v a b c d : R) :
  u * v * (a * d - b * c) ^+ 2 =
  u * a ^+ 2 * (v * d ^+ 2) + u * c ^+ 2 * (v * b ^+ 2)
    - u * (a * c) * (v * (b * d)) *+ 2.
Proof. rnorm R. ring. Qed.

(* weighted Cauchy-Schwarz, no square roots *)
Lemma cauchy_schwarz w x y : (forall i, 0 <= w i) ->
  (\sum_i w i * (x i * y i)) ^+ 2 <=
  (\sum_i w i * x i ^+ 2) * (\sum_i w i * y i ^+ 2).
Proof.
move=> w0; set B := \sum_i _; set A := \sum_i _; set C := \sum_i _.
have : 0 <= \sum_i \sum_j w i * w j * (x i * y j - x j * y i) ^+ 2.
  by do 2!apply: sumr_ge0 => ? _; rewrite mulr_ge0 ?sqr_ge0 ?mulr_ge0.
have -> : \sum_i \sum_j w i * w j * (x i * y j - x j * y i) ^+ 2
        = (A * C - B ^+ 2) *+ 2.
  under eq_bigr => i _ do (under eq_bigr => j _ do rewrite lagrange_term;
    rewrite sumrB big_split /= sumrMnl).
  rewrite sumrB big_split /= sumrMnl mulrnBl [_ *+ 2 in RHS]mulr2n.
  rewrite [A * C]big_distrlr [B ^+ 2]big_distrlr /=.
  congr (_ + _ - _).
  by rewrite -!big_distrlr /= mulrC.
by rewrite pmulrn_lge0 // subr_ge0.
Qed.

(* (sum x)^2 <= (sum x^2 / w) (sum w); a zero weight needs a zero numerator *)
Lemma engel w x :
  (forall i, 0 <= w i) -> (forall i, w i = 0 -> x i = 0) ->
  (\sum_i x i) ^+ 2 <= (\sum_i x i ^+ 2 / w i) * (\sum_i w i).
Proof.
move=> w0 wx; have := @cauchy_schwarz w (fun i => x i / w i) (fun=> 1) w0.
have -> : \sum_i w i * (x i / w i * 1) = \sum_i x i.
  apply: eq_bigr => i _; rewrite mulr1 mulrC.
  have [/wx->|wi] := eqVneq (w i) 0; first by rewrite !mul0r.
  by rewrite mulfVK.
have -> : \sum_i w i * (x i / w i) ^+ 2 = \sum_i x i ^+ 2 / w i.
  apply: eq_bigr => i _; have [wi|wi] := eqVneq (w i) 0.
    by rewrite wi (wx i wi) expr0n !mul0r.
  by rewrite expr_div_n mulrC [w i ^+ 2]expr2 invfM mulrA mulfVK.
by under [X in _ <= _ * X]eq_bigr do rewrite expr1n mulr1.
Qed.
End CauchySchwarz.
