(* The algebraic core of parent dominance on the pairs graph at finite length: no probability,
   no integral. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Lemmascope Require Import field_tactic.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- statements ---------- *)
(** theorem causal/PairsCore
    says: The polynomial inequality on which parent dominance on the pairs graph rests (steps 3
      to 5 of its proof).
    leaves out: The probability that leads to it (steps 1 and 2 of the proof).
    supports: causal/parent-dominates-at-finite-length *)
Definition PairsCore_statement : Prop :=
  forall (R : realFieldType) (x y t : R),
  0 < y -> y < x -> x < 1 -> 0 <= t -> t <= 1 ->
  let l := x - y in let r := y / x in
  let k := (1 - x) * (1 + l) ^+ 2 / ((1 - y) * (1 - l) ^+ 2) in
  k * ((1 - t) * (t - 1 + r)) < (1 - r * t) * (1 - r + r ^+ 2 * t).

(* ---------- proofs ---------- *)
Section Pairs.
Variable R : realFieldType.
Add Field RF : (RingTac.ft R).
Implicit Types (x y t r : R).

Lemma fourE : 4%:R = 1 + 1 + 1 + 1 :> R.
Proof. by rewrite !mulrS mulr0n addr0 !addrA. Qed.
(* step 4, multiplied by x: r = y/x, lambda = x - y *)
Theorem step4_identity x y : let l := x - y in
  x * ((1 - y) * (1 - l) ^+ 2) - y * ((1 - x) * (1 + l) ^+ 2) = (x - y) * (1 - x - y) ^+ 2.
Proof. by rewrite /=; rnorm R; ring. Qed.
(* step 5 *)
Definition quad r t := 1 + r - t * (1 + 1 + r + r ^+ 2 + r ^+ 2) + t ^+ 2 * ((1 + r) * (1 + r ^+ 2)).
Theorem step5_identity r t :
  r * ((1 - r * t) * (1 - r + r ^+ 2 * t)) - (1 - t) * (t - 1 + r) = (1 - r) * quad r t.
Proof. by rewrite /quad; rnorm R; ring. Qed.
Theorem step5_discriminant r :
  (1 + 1 + r + r ^+ 2 + r ^+ 2) ^+ 2 - 4%:R * ((1 + r) * (1 + r ^+ 2)) * (1 + r)
  = - (r * (4%:R - r + 4%:R * r ^+ 2)).
Proof.
by rewrite fourE; rnorm R; ring.
Qed.
Lemma disc_neg r : 0 < r -> 0 < r * (4%:R - r + 4%:R * r ^+ 2).
Proof.
move=> r0; apply: mulr_gt0 => //.
have -> : 4%:R - r + 4%:R * r ^+ 2 = (1 - r) ^+ 2 + (1 + 1 + 1 + r + (1 + 1 + 1) * r ^+ 2).
  by rewrite fourE; rnorm R; ring.
apply: ltr_paddl; first exact: sqr_ge0.
have p1 : 0 < 1 :> R := ltr01.
have p3 : 0 < 1 + 1 + 1 :> R by do 2!apply: addr_gt0 => //.
by apply: addr_gt0; [apply: addr_gt0|apply: mulr_gt0 => //; apply: exprn_gt0].
Qed.
(* a quadratic with positive leading coefficient and negative discriminant is positive *)
Lemma quad_pos r t : 0 < r -> 0 < quad r t.
Proof.
move=> r0; set A := (1 + r) * (1 + r ^+ 2); set B := 1 + 1 + r + r ^+ 2 + r ^+ 2.
have A0 : 0 < A by apply: mulr_gt0; apply: addr_gt0 => //; rewrite ?ltr01 ?exprn_gt0.
have : 0 < 4%:R * A * quad r t.
  have -> : 4%:R * A * quad r t = ((1 + 1) * A * t - B) ^+ 2 + r * (4%:R - r + 4%:R * r ^+ 2).
    by rewrite fourE /quad /A /B; rnorm R; ring.
  by apply: ltr_paddl (sqr_ge0 _) (disc_neg r0).
by rewrite pmulr_rgt0 // mulr_gt0 // ltr0n.
Qed.
(* step 3: the inequality that the proof needs *)
Theorem step3 x y t : 0 < y -> y < x -> x < 1 -> 0 <= t -> t <= 1 ->
  let l := x - y in let r := y / x in
  let k := (1 - x) * (1 + l) ^+ 2 / ((1 - y) * (1 - l) ^+ 2) in
  k * ((1 - t) * (t - 1 + r)) < (1 - r * t) * (1 - r + r ^+ 2 * t).
Proof.
move=> y0 yx x1 t0 t1; cbv zeta.
set l := x - y; set r := y / x; set k := (X in X * _ < _).
have x0 : 0 < x := lt_trans y0 yx.
have r0 : 0 < r by rewrite divr_gt0.
have r1 : r < 1 by rewrite ltr_pdivr_mulr // mul1r.
have l0 : 0 < l by rewrite subr_gt0.
have l1 : 0 < 1 - l by rewrite opprB addrC addrAC -addrA addr_gt0 ?subr_gt0.
have y1 : 0 < 1 - y by rewrite subr_gt0 (lt_trans yx).
have D0 : 0 < (1 - y) * (1 - l) ^+ 2 by rewrite mulr_gt0 // exprn_gt0.
have k0 : 0 <= k.
  by rewrite divr_ge0 ?(ltW D0) // mulr_ge0 ?sqr_ge0 // subr_ge0 ltW.
have kr : r * k <= 1.
  rewrite /r /k mulf_div ler_pdivr_mulr ?mulr_gt0 // mul1r -subr_ge0 step4_identity.
  by rewrite mulr_ge0 ?sqr_ge0 // subr_ge0 ltW.
have rt1 : 0 < 1 - r * t.
  rewrite subr_gt0; apply: le_lt_trans r1; rewrite -[X in _ <= X]mulr1.
  by apply: ler_wpmul2l => //; apply: ltW.
have L0 : 0 < (1 - r * t) * (1 - r + r ^+ 2 * t).
  rewrite mulr_gt0 //; apply: ltr_paddr; last by rewrite subr_gt0.
  by rewrite mulr_ge0 // sqr_ge0.
have [neg|pos] := lerP (t - 1 + r) 0.
  apply: le_lt_trans L0; apply: mulr_ge0_le0 => //.
  by apply: mulr_ge0_le0 => //; rewrite subr_ge0.
rewrite -(ltr_pmul2l r0) mulrA.
apply: (@le_lt_trans _ _ ((1 - t) * (t - 1 + r))).
  rewrite -[X in _ <= X]mul1r; apply: ler_wpmul2r => //.
  by rewrite mulr_ge0 ?subr_ge0 // ltW.
by rewrite -subr_gt0 step5_identity mulr_gt0 ?subr_gt0 // quad_pos.
Qed.
End Pairs.

Theorem PairsCore : PairsCore_statement.
Proof. move=> R x y t y0 yx x1 t0 t1; exact: (step3 y0 yx x1 t0 t1). Qed.
