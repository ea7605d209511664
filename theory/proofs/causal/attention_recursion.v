(* Stage 1 step by step: one attention row under gradient ascent with a drive that may change from
   step to step but always prefers the target by at least Delta. No condition on the step size for the
   lead; one scalar recursion bounds the attention that is not on the target. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Lemmascope Require Import field_tactic softmax.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (J : finType) (ex : R -> R).
Definition weights (z : J -> R) (j : J) : R := ex (z j) / \sum_k ex (z k).
(* z' = z + kappa J(a) G: one step of ascent with the drive G *)
Definition ascent_step (kappa : R) (G : J -> R) (z z' : J -> R) :=
  forall j, z' j = z j + kappa * (weights z j * (G j - \sum_k weights z k * G k)).
(* F(r) = r e^(-c r / (1 + r)^2) *)
Definition ratio_step (c r : R) : R := r * ex (- (c * (r / (1 + r) ^+ 2))).
End Defs.

(* ---------- statements ---------- *)
(** theorem causal/LeadGrowsUnderAnyDrive
    says: If the drive prefers the target p by at least Delta >= 0 at every step, then from
      scores where p is not behind it never falls behind, and its lead over every other position
      grows in every step at least by kappa Delta a_p (1 - a_p), for every kappa >= 0.
    leaves out: The drive is any sequence of functions; ex is any positive non-decreasing
      function. That the drive of the model prefers the parent is causal/LeadingOrderRemainder
      with a gap of K.
    supports: causal/parent-attention-grows causal/parent-time-bound causal/main-theorem
      causal/attention-follows-one-number *)
Definition LeadGrowsUnderAnyDrive_statement : Prop :=
  forall (R : realFieldType) (J : finType) (ex : R -> R) (kappa Delta : R) (p : J)
    (G : nat -> J -> R) (z : nat -> J -> R),
  (forall x, 0 < ex x) -> (forall x y, x <= y -> ex x <= ex y) -> 0 <= kappa -> 0 <= Delta ->
  (forall t j, j != p -> Delta <= G t p - G t j) -> (forall j, z 0%N j <= z 0%N p) ->
  (forall t, ascent_step ex kappa (G t) (z t) (z t.+1)) ->
  forall t j, j != p -> z t j <= z t p /\
    kappa * Delta * (weights ex (z t) p * (1 - weights ex (z t) p))
      <= (z t.+1 p - z t.+1 j) - (z t p - z t j).
(** theorem causal/AttentionRecursion
    says: From equal scores, with c <= kappa Delta and 0 <= c <= 4, the recursion R_0 = (number
      of entries) - 1, R_(n+1) = R_n e^(-c R_n / (1 + R_n)^2) bounds the attention off the
      target: 1 - a_p(n) <= R_n / (1 + R_n).
    leaves out: The specification allows c up to 10: monotonicity of the recursion is proved here
      without calculus, which costs the factor. ex is any function with ex (x + y) = ex x ex y,
      ex x >= 1 + x, positive and non-decreasing: the exponential is one.
    supports: causal/parent-time-bound causal/main-theorem causal/attention-follows-one-number *)
Definition AttentionRecursion_statement : Prop :=
  forall (R : realFieldType) (J : finType) (ex : R -> R) (kappa Delta c : R) (p : J)
    (G : nat -> J -> R) (z : nat -> J -> R) (r : nat -> R),
  (forall x, 0 < ex x) -> (forall x y, x <= y -> ex x <= ex y) ->
  (forall x y, ex (x + y) = ex x * ex y) -> (forall x, 1 + x <= ex x) ->
  0 <= kappa -> 0 <= Delta -> 0 <= c -> c <= 4%:R -> c <= kappa * Delta ->
  (forall t j, j != p -> Delta <= G t p - G t j) -> (forall j, z 0%N j = z 0%N p) ->
  (forall t, ascent_step ex kappa (G t) (z t) (z t.+1)) ->
  r 0%N = #|J|%:R - 1 -> (forall t, r t.+1 = ratio_step ex c (r t)) ->
  forall t, 1 - weights ex (z t) p <= r t / (1 + r t).

(* ---------- proofs ---------- *)
Section Lead.
Variables (R : realFieldType) (J : finType) (ex : R -> R) (kappa Delta : R) (p : J).
Add Field RF : (RingTac.ft R).
Hypotheses (ex0 : forall x, 0 < ex x) (exm : forall x y, x <= y -> ex x <= ex y)
  (k0 : 0 <= kappa) (D0 : 0 <= Delta).
Notation a := (@weights R J ex).

Lemma total_positive (z : J -> R) : 0 < \sum_k ex (z k).
Proof. by rewrite (bigD1 p) //= ltr_paddr ?ex0 //; apply: sumr_ge0 => k _; apply/ltW/ex0. Qed.
Lemma weights_ge0 z j : 0 <= a z j.
Proof. by apply: divr_ge0; apply: ltW; [exact: ex0|exact: total_positive]. Qed.
Lemma weights_one z : \sum_j a z j = 1.
Proof. by apply: (@softmax_sum1 R J (fun j => ex (z j))); rewrite gt_eqF // total_positive. Qed.
Lemma weights_mono z j : z j <= z p -> a z j <= a z p.
Proof. by move=> h; apply: ler_wpmul2r (exm h); rewrite invr_ge0 ltW // total_positive. Qed.
Lemma weights_rest z : \sum_(j | j != p) a z j = 1 - a z p.
Proof. by rewrite -(weights_one z) [in RHS](bigD1 p) //= addrC addKr. Qed.

Lemma lead_step (G z z' : J -> R) j : j != p -> (forall i, i != p -> Delta <= G p - G i) ->
  z j <= z p -> ascent_step ex kappa G z z' ->
  kappa * Delta * (a z p * (1 - a z p)) <= (z' p - z' j) - (z p - z j).
Proof.
move=> jp gap zj step; rewrite !step; set bar := \sum_k _.
have Gbar : Delta * (1 - a z p) <= G p - bar.
  have -> : G p - bar = \sum_k a z k * (G p - G k).
    rewrite -[G p]mul1r -{1}(weights_one z) mulr_suml -sumrB.
    by apply: eq_bigr => k _; rewrite mulrBr mul1r.
  rewrite (bigD1 p) //= subrr mulr0 add0r -weights_rest mulr_sumr; apply: ler_sum => k kp.
  by rewrite mulrC; apply: ler_wpmul2l; [exact: weights_ge0|exact: gap].
have -> : z p + kappa * (a z p * (G p - bar)) - (z j + kappa * (a z j * (G j - bar))) - (z p - z j)
  = kappa * (a z p * (G p - bar) - a z j * (G j - bar)) by rnorm R; ring.
have -> : kappa * Delta * (a z p * (1 - a z p)) = kappa * (a z p * (Delta * (1 - a z p))).
  by rnorm R; ring.
apply: ler_wpmul2l => //.
have ap := weights_ge0 z p; have aj := weights_ge0 z j.
have [low|high] := lerP (G j) bar.
  apply: le_trans (ler_wpmul2l ap Gbar) _; rewrite -subr_ge0 addrAC subrr add0r oppr_ge0.
  by rewrite mulr_ge0_le0 // subr_le0.
apply: le_trans (_ : a z p * (G p - G j) <= _).
  apply: ler_wpmul2l => //; apply: le_trans (gap j jp).
  by rewrite ler_pimulr // ler_subl_addr ler_addl.
rewrite -subr_ge0.
have -> : a z p * (G p - bar) - a z j * (G j - bar) - a z p * (G p - G j)
  = (a z p - a z j) * (G j - bar) by rnorm R; ring.
by rewrite mulr_ge0 // subr_ge0 ?weights_mono // ltW.
Qed.
Lemma lead_kept (G : nat -> J -> R) (z : nat -> J -> R) :
  (forall t j, j != p -> Delta <= G t p - G t j) -> (forall j, z 0%N j <= z 0%N p) ->
  (forall t, ascent_step ex kappa (G t) (z t) (z t.+1)) -> forall t j, z t j <= z t p.
Proof.
move=> gap init step; elim=> [|t IH] j; first exact: init.
have [->//|jp] := eqVneq j p.
have := lead_step jp (gap t) (IH j) (step t) => h.
rewrite -subr_ge0; apply: le_trans (_ : z t p - z t j <= _); first by rewrite subr_ge0.
rewrite -subr_ge0; apply: le_trans h.
have a1 : 0 <= 1 - a (z t) p by rewrite -weights_rest; apply: sumr_ge0 => k _; exact: weights_ge0.
by apply: mulr_ge0; [exact: mulr_ge0|apply: mulr_ge0 => //; exact: weights_ge0].
Qed.
End Lead.

Theorem LeadGrowsUnderAnyDrive : LeadGrowsUnderAnyDrive_statement.
Proof.
move=> R J ex kappa Delta p G z ex0 exm k0 D0 gap init step t j jp.
have k := lead_kept ex0 exm k0 D0 gap init step; split; first exact: k.
exact: (lead_step ex0 exm k0 D0 jp (gap t) (k t j) (step t)).
Qed.

Section Ratio.
Variables (R : realFieldType) (ex : R -> R) (c : R).
Add Field RF2 : (RingTac.ft R).
Hypotheses (ex0 : forall x, 0 < ex x) (exD : forall x y, ex (x + y) = ex x * ex y)
  (ex1 : forall x, 1 + x <= ex x) (c0 : 0 <= c) (c4 : c <= 4%:R).
Lemma ratio_step_mono r s : 0 <= r -> r <= s -> ratio_step ex c r <= ratio_step ex c s.
Proof.
move=> r0 rs; have s0 := le_trans r0 rs.
have r1 : 0 < 1 + r by rewrite ltr_paddr.
have s1 : 0 < 1 + s by rewrite ltr_paddr.
rewrite /ratio_step; set u := r / (1 + r) ^+ 2; set v := s / (1 + s) ^+ 2.
have -> : - (c * v) = - (c * (v - u)) + - (c * u) by rnorm R; ring.
rewrite exD mulrA; apply: ler_wpmul2r; first exact/ltW/ex0.
apply: le_trans (_ : s * (1 - c * (v - u)) <= _); last by apply: ler_wpmul2l.
have D : 0 < ((1 + r) * (1 + s)) ^+ 2 by rewrite exprn_gt0 // mulr_gt0.
have -> : v - u = (s - r) * (1 - r * s) / ((1 + r) * (1 + s)) ^+ 2.
  have /eqP r1' : 1 + r != 0 by rewrite gt_eqF.
  have /eqP s1' : 1 + s != 0 by rewrite gt_eqF.
  by rewrite /u /v; rnorm R; field; split.
have key : c * s * (1 - r * s) <= ((1 + r) * (1 + s)) ^+ 2.
  have [neg|pos] := lerP (1 - r * s) 0.
    by apply: le_trans (ltW D); rewrite mulr_ge0_le0 // mulr_ge0.
  apply: le_trans (_ : 4%:R * s <= _).
    rewrite -mulrA; apply: ler_pmul => //; first by rewrite mulr_ge0 // ltW.
    by rewrite ler_pimulr // ler_subl_addr ler_addl mulr_ge0.
  apply: le_trans (_ : (1 + s) ^+ 2 <= _).
    have four : 4%:R = 1 + 1 + 1 + 1 :> R by rewrite !mulrS mulr0n addr0 !addrA.
    rewrite -subr_ge0; have -> : (1 + s) ^+ 2 - 4%:R * s = (1 - s) ^+ 2.
      by rewrite four; rnorm R; ring.
    exact: sqr_ge0.
  rewrite exprMn ler_pemull ?sqr_ge0 // exprn_ege1 // ler_addl //.
rewrite -subr_ge0.
set Y := ((1 + r) * (1 + s)) ^+ 2 in D key *.
have -> : s * (1 - c * ((s - r) * (1 - r * s) / Y)) - r
  = (s - r) * (1 - c * s * (1 - r * s) / Y).
  by move: (1 - r * s) Y^-1 => y z; rnorm R; ring.
by rewrite mulr_ge0 ?subr_ge0 // ler_pdivr_mulr // mul1r.
Qed.
End Ratio.

Section Recursion.
Variable R' : realFieldType.
Add Field RF3 : (RingTac.ft R').
Lemma rearranged (a b c d w : R') : a - b - (c - d) - w = d + - w + a - (b + c).
Proof. by rnorm R'; ring. Qed.
End Recursion.

Theorem AttentionRecursion : AttentionRecursion_statement.
Proof.
move=> R J ex kappa Delta c p G z r ex0 exm exD ex1 k0 D0 c0 c4 ck gap init step r0 rS.
have init' j : z 0%N j <= z 0%N p by rewrite init.
have kept := lead_kept ex0 exm k0 D0 gap init' step.
pose q t := \sum_(j | j != p) ex (z t j) / ex (z t p).
have q0 t : 0 <= q t.
  by apply: sumr_ge0 => j _; apply: divr_ge0; apply/ltW/ex0.
have q1 t : 0 < 1 + q t by rewrite ltr_paddr ?q0 ?ltr01.
have eN t : ex (z t p) != 0 by rewrite gt_eqF ?ex0.
have qn t : 1 + q t != 0 by rewrite gt_eqF ?q1.
have total t : \sum_k ex (z t k) = ex (z t p) * (1 + q t).
  rewrite (bigD1 p) //= mulrDr mulr1 mulr_sumr; congr (_ + _); apply: eq_bigr => j _.
  by rewrite mulrCA divff // mulr1.
have ap t : weights ex (z t) p = (1 + q t)^-1.
  by rewrite /weights total invfM mulrA divff // mul1r.
have off t : 1 - weights ex (z t) p = q t / (1 + q t).
  by rewrite ap -{1}(divff (qn t)) -[X in _ - X]mul1r -mulrBl [1 + q t - 1]addrAC subrr add0r.
suff qr t : q t <= r t.
  move=> t; have rt0 := le_trans (q0 t) (qr t).
  have rt1 : 0 < 1 + r t by rewrite ltr_paddr ?ltr01.
  rewrite off ler_pdivr_mulr ?q1 // mulrAC ler_pdivl_mulr // !mulrDr !mulr1 [r t * q t]mulrC.
  by rewrite ler_add2r.
elim: t => [|t IH].
  rewrite r0 /q (eq_bigr (fun=> 1)) => [|j _]; last by rewrite init divff.
  rewrite sumr_const cardC1; have : (0 < #|J|)%N by apply/card_gt0P; exists p.
  by case: #|J| => // n _ /=; rewrite mulrS [1 + _ - 1]addrC addKr.
rewrite rS; apply: le_trans (ratio_step_mono ex0 exD ex1 c0 c4 (q0 t) IH).
have h j (jp : j != p) : c * (q t / (1 + q t) ^+ 2) <= z t.+1 p - z t.+1 j - (z t p - z t j).
  apply: le_trans (lead_step ex0 exm k0 D0 jp (gap t) (kept t j) (step t)).
  rewrite off ap [_^-1 * _]mulrC -[q t / _ / _]mulrA -invfM -expr2.
  by apply: ler_wpmul2r => //; rewrite divr_ge0 ?q0 // sqr_ge0.
rewrite /ratio_step; move: (c * _) h => w h; rewrite /q mulr_suml; apply: ler_sum => j jp.
rewrite ler_pdivr_mulr ?ex0 // [_ / _ * ex _]mulrAC [_ / _ * _]mulrAC ler_pdivl_mulr ?ex0 //.
rewrite -!exD; apply: exm.
have := h j jp; rewrite -subr_ge0 => hj; rewrite -subr_ge0; apply: le_trans hj _.
by rewrite rearranged.
Qed.
