(* Parent dominance fails at finite length: a star of five positions. *)
From Coq Require Import ZArith QArith Qreduction.
From mathcomp Require Import all_ssreflect ssralg ssrnum ssrint zmodp matrix fingroup perm.
From Lemmascope Require Import information chain rational.
From Lemmascope.causal Require Import limit_gradient forest finite_length loss.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- statements ---------- *)
(** theorem causal/FiniteLengthCounterexample
    says: At length six on the star of five positions, eps = 1/100, orbit of (1/100, 99/100;
      1/1000, 999/1000): K of the parent is smaller than K of a sibling, by an exact rational; so
      descent on the leading-order gradient prefers the sibling.
    leaves out: The stationary laws muP of the orbit are any laws that satisfy [chain]; that some
      exist is causal/CounterexampleIsInhabited.
    supports: causal/single-chain-can-fail-at-finite-length
      causal/parent-dominates-at-finite-length *)
Definition FiniteLengthCounterexample_statement : Prop :=
  forall (R : realFieldType) (muP : 'S_2 -> 'S_2 -> 'rV[R]_2),
  let pi := two_state (100%:R^-1) (1000%:R^-1) in
  (forall s t, chain (row_perm s (col_perm t pi)) (muP s t)) ->
  let K := Korbit pi muP star (100%:R^-1) 5 in
  K 2%N 0%N - K 2%N 1%N = - Q2R R (1886880095347761 # 1657698507543848000000) /\
  K 2%N 0%N < K 2%N 1%N.

(** theorem causal/CounterexampleIsInhabited
    says: The chains of the counterexample have stationary laws, so its hypothesis is not empty.
    leaves out: Nothing.
    supports: causal/single-chain-can-fail-at-finite-length
      causal/parent-dominates-at-finite-length *)
Definition CounterexampleIsInhabited_statement : Prop :=
  forall R : realFieldType, exists muP : 'S_2 -> 'S_2 -> 'rV[R]_2,
  forall s t, chain (row_perm s (col_perm t (two_state (100%:R^-1) (1000%:R^-1)))) (muP s t).

(** theorem causal/CounterexampleGradient
    says: In the counterexample the leading-order gradient entry of the sibling is below that of
      the parent.
    leaves out: The leading-order gradient is -(1/T) J(u) K with u uniform (grad0); that it is
      the derivative of the loss is causal/GradientOfTheLoss.
    supports: causal/single-chain-can-fail-at-finite-length *)
Definition CounterexampleGradient_statement : Prop :=
  forall (R : realFieldType) (muP : 'S_2 -> 'S_2 -> 'rV[R]_2),
  let pi := two_state (100%:R^-1) (1000%:R^-1) in
  (forall s t, chain (row_perm s (col_perm t pi)) (muP s t)) ->
  let G := @grad0 R (Korbit pi muP star (100%:R^-1) 5) 6 2 in
  G 1 < G 0.

(* ---------- proofs ---------- *)
(* certificate: a list of exact differences K_ip - K_ij for one orbit *)
Definition diffT x y par eps m i p j :=
  qs (KmeanT 1 (orbit2 x y) par eps m i p) (KmeanT 1 (orbit2 x y) par eps m i j).
Theorem diff_sound (R : realFieldType) x y (muP : 'S_2 -> 'S_2 -> 'rV[R]_2) par eps m i p j v :
  all ok2 (orbit2 x y) -> Qeq_bool (diffT x y par eps m i p j) v ->
  (forall s t, chain (row_perm s (col_perm t (two_state (Q2R R x) (Q2R R y)))) (muP s t)) ->
  Korbit (two_state (Q2R R x) (Q2R R y)) muP par (Q2R R eps) m i p
  - Korbit (two_state (Q2R R x) (Q2R R y)) muP par (Q2R R eps) m i j = Q2R R v.
Proof.
by move=> o e C; rewrite (Korbit_eval _ _ _ _ _ o C) (Korbit_eval _ _ _ _ _ o C) -hs; apply: (heq R e).
Qed.

Lemma inv_nat (R : realFieldType) k : Q2R R (1 # k) = (Pos.to_nat k)%:R^-1.
Proof. by rewrite /Q2R /Z2R /Qnum /Qden div1r. Qed.
Lemma ok_ce : all ok2 (orbit2 (1 # 100) (1 # 1000)) = true.
Proof. vm_compute; reflexivity. Qed.
Lemma eq_ce : Qeq_bool (diffT (1 # 100) (1 # 1000) star (1 # 100) 5 2 0 1)
  (Qopp (1886880095347761 # 1657698507543848000000)) = true.
Proof. vm_compute; reflexivity. Qed.
Lemma pos_ce : ~~ Qle_bool (1886880095347761 # 1657698507543848000000) 0 = true.
Proof. vm_compute; reflexivity. Qed.
(* the parent loses at length 6: star, eps = 1/100, orbit of (1/100, 99/100; 1/1000, 999/1000) *)
Theorem finite_counterexample (R : realFieldType) (muP : 'S_2 -> 'S_2 -> 'rV[R]_2) :
  let pi := two_state (100%:R^-1) (1000%:R^-1) in
  (forall s t, chain (row_perm s (col_perm t pi)) (muP s t)) ->
  let K := Korbit pi muP star (100%:R^-1) 5 in
  K 2%N 0%N - K 2%N 1%N = - Q2R R (1886880095347761 # 1657698507543848000000) /\
  K 2%N 0%N < K 2%N 1%N.
Proof.
have -> : 100%:R^-1 = Q2R R (1 # 100) by symmetry; apply: inv_nat.
have -> : 1000%:R^-1 = Q2R R (1 # 1000) by symmetry; apply: inv_nat.
move=> pi C K.
have D : K 2%N 0%N - K 2%N 1%N = - Q2R R (1886880095347761 # 1657698507543848000000).
  rewrite -Q2RN; exact: (diff_sound ok_ce eq_ce C).
split; first exact: D.
rewrite -subr_lt0 D oppr_lt0; exact: (h_gt0 R pos_ce).
Qed.

Theorem FiniteLengthCounterexample : FiniteLengthCounterexample_statement.
Proof. exact: finite_counterexample. Qed.

Theorem CounterexampleIsInhabited : CounterexampleIsInhabited_statement.
Proof. move=> R; have -> : 100%:R^-1 = Q2R R (1 # 100) by symmetry; apply: inv_nat.
have -> : 1000%:R^-1 = Q2R R (1 # 1000) by symmetry; apply: inv_nat.
exact: (@Korbit_inhabited R _ _ ok_ce). Qed.

Theorem CounterexampleGradient : CounterexampleGradient_statement.
Proof. move=> R muP pi C; have [_ lt] := finite_counterexample C; cbv zeta.
rewrite -subr_gt0 grad0_order oppr_gt0 pmulr_rlt0; last first.
  by apply: mulr_gt0; rewrite invr_gt0 ltr0n.
rewrite subr_lt0; exact: lt. Qed.
