(* The moments of the topic model (arXiv 2303.04245): what is shown, and what is true against it. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix fingroup perm.
From Coq Require Import Ring Field.
From Lemmascope Require Import field_tactic.
From Lemmascope.topic Require Import topics.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (T v tau : nat) (q mask nu : R).
Notation token := (token T v).
Notation m := (@shown_law R T v tau q mask nu).
Notation p := (@true_law R T v tau).
Definition is_word (i : token) : R := if i is Some _ then 1 else 0.
(* second moments of the shown law, and of the true with the shown law *)
Definition shown_moment (i j : token) : R := @average R T tau (fun S => m S i * m S j).
Definition cross_moment (i j : token) : R := @average R T tau (fun S => p S i * m S j).
End Defs.

(* ---------- statements ---------- *)
(** theorem topic/MomentsHaveTwoDirections
    says: The second moment of the shown law is n n^T + s P_c and its moment with the true law is
      1_w n^T / K + (s/q) P_c, with s = q^2 (T - tau) / (v tau T (T - 1)).
    leaves out: Infinite documents, disjoint topics of equal size, a uniform set of tau topics;
      q, mask and nu are the shares of true, masked and random tokens, any numbers with sum 1 and
      q not 0.
    supports: topic/moments-have-two-directions *)
Definition MomentsHaveTwoDirections_statement : Prop :=
  forall (R : realFieldType) (T v tau : nat) (q mask nu : R),
  (0 < v)%N -> (0 < tau)%N -> (tau <= T)%N -> (1 < T)%N -> q + mask + nu = 1 -> q != 0 ->
  forall i j : token T v,
  shown_moment tau q mask nu i j
    = @mean_law R T v mask i * @mean_law R T v mask j + signal T v tau q * contrast R i j /\
  cross_moment tau q mask nu i j
    = is_word R i * @mean_law R T v mask j / words R T v + signal T v tau q / q * contrast R i j.
(* ---------- proofs ---------- *)
Section Moments.
Variables (R : realFieldType) (T v tau : nat) (q mask nu : R).
Add Field RF : (RingTac.ft R).
Hypotheses (v0 : (0 < v)%N) (tau0 : (0 < tau)%N) (tauT : (tau <= T)%N) (T1 : (1 < T)%N).
Hypotheses (shares : q + mask + nu = 1) (q0 : q != 0).
Notation token := (token T v).
Notation m := (@shown_law R T v tau q mask nu).
Notation p := (@true_law R T v tau).
Notation mean := (@average R T tau).
Notation n := (@mean_law R T v mask).
Notation s := (signal T v tau q).
Notation K := (words R T v).
Notation P := (@contrast R T v).
Let vn : (v%:R : R) <> 0. Proof. by apply/eqP; rewrite pnatr_eq0 -lt0n. Qed.
Let taun : (tau%:R : R) <> 0. Proof. by apply/eqP; rewrite pnatr_eq0 -lt0n. Qed.
Let Tn : (T%:R : R) <> 0. Proof. by apply/eqP; rewrite pnatr_eq0 -lt0n (leq_trans tau0). Qed.
Let T1n : (T%:R : R) - 1 <> 0.
Proof. by apply/eqP; rewrite subr_eq0 -[1]/1%:R eqr_nat gtn_eqF. Qed.

(* the deviation of the true law from uniform *)
Definition deviation (S : {set 'I_T}) (i : token) : R := p S i - is_word R i / K.
Lemma shown_split S i : m S i = n i + q * deviation S i.
Proof.
rewrite /deviation; case: i => [[t w]|] /=; last by rewrite mul0r subr0 mulr0 addr0.
have -> : nu = 1 - q - mask by rewrite -shares; rnorm R; ring.
rewrite /words; move: (_ / (tau%:R * v%:R)) vn Tn => d; move: (v%:R) (T%:R) => a b an bn.
by rnorm R; field; split.
Qed.
Lemma mean_in (t : 'I_T) : mean (fun S => (t \in S)%:R) = tau%:R / T%:R.
Proof. exact: mean_one_topic. Qed.
Lemma mean_true i : mean (fun S => p S i) = is_word R i / K.
Proof.
case: i => [[t w]|] /=; last by rewrite mean_const // mul0r.
rewrite (@mean_ext R T tau _ (fun S => (tau%:R * v%:R)^-1 * (t \in S)%:R)) => [|S _]; last first.
  by rewrite mulrC.
rewrite mean_scale mean_in /words; move: (v%:R) (T%:R) (tau%:R) vn Tn taun => a b c an bn cn.
by rnorm R; field; do !split.
Qed.
Lemma mean_deviation i : mean (fun S => deviation S i) = 0.
Proof.
rewrite (@mean_ext R T tau _ (fun S => p S i + - (is_word R i / K))) => [|S _] //.
by rewrite mean_add mean_true mean_const // subrr.
Qed.
Lemma mean_pair (t t' : 'I_T) : mean (fun S => (t \in S)%:R * (t' \in S)%:R)
  = if t == t' then tau%:R / T%:R else tau%:R * (tau%:R - 1) / (T%:R * (T%:R - 1)).
Proof.
case: eqP => [->|/eqP ne]; last exact: mean_two_topics.
rewrite -(mean_in t'); apply: mean_ext => S _; by case: (_ \in _); rewrite ?mulr1 ?mulr0.
Qed.
Lemma mean_deviations i j : mean (fun S => deviation S i * deviation S j) = s / q ^+ 2 * P i j.
Proof.
have qn : q <> 0 by apply/eqP.
case: i => [[t w]|]; last first.
  rewrite (@mean_ext R T tau _ (fun=> 0)) => [|S _]; last by rewrite /deviation /= mul0r subrr mul0r.
  by rewrite mean_const // mulr0.
case: j => [[t' w']|]; last first.
  rewrite (@mean_ext R T tau _ (fun=> 0)) => [|S _].
    by rewrite mean_const // mulr0.
  by rewrite /deviation /= mul0r subrr mulr0.
set c := (tau%:R * v%:R : R)^-1; set k := (K^-1 : R).
rewrite (@mean_ext R T tau _ (fun S => c ^+ 2 * ((t \in S)%:R * (t' \in S)%:R)
   + (- (c * k) * (t \in S)%:R + (- (c * k) * (t' \in S)%:R + k ^+ 2)))) => [|S _]; last first.
  rewrite /deviation /= mul1r -/c -/k.
  by move: (t \in S)%:R (t' \in S)%:R => a b; rnorm R; ring.
rewrite !mean_add !mean_scale mean_const // !mean_in mean_pair /c /k /signal /= /words.
case: (t == t') => /=; rewrite ?mulr1n ?mulr0n.
  by move: (v%:R) (T%:R) (tau%:R) vn Tn T1n taun => a b d an bn b1 dn; rnorm R; field; do !split.
by move: (v%:R) (T%:R) (tau%:R) vn Tn T1n taun => a b d an bn b1 dn; rnorm R; field; do !split.
Qed.
Lemma shown_momentE i j : shown_moment tau q mask nu i j = n i * n j + s * P i j.
Proof.
rewrite /shown_moment (@mean_ext R T tau _ (fun S => n i * n j + (n i * q * deviation S j
   + (n j * q * deviation S i + q ^+ 2 * (deviation S i * deviation S j))))) => [|S _]; last first.
  rewrite !shown_split; move: (deviation S i) (deviation S j) => a b; rnorm R; ring.
rewrite !mean_add !mean_scale !mean_deviation mean_const // mean_deviations !mulr0 !add0r.
by congr (_ + _); move/eqP: q0 => qn; move: (signal _ _ _ _) (P i j) => a b; rnorm R; field.
Qed.
Lemma cross_momentE i j : cross_moment tau q mask nu i j = is_word R i * n j / K + s / q * P i j.
Proof.
rewrite /cross_moment (@mean_ext R T tau _ (fun S => is_word R i / K * n j
   + (is_word R i / K * q * deviation S j + (n j * deviation S i
      + q * (deviation S i * deviation S j))))) => [|S _]; last first.
  rewrite shown_split /deviation; move: (is_word R i / K) (is_word R j / K) => a b.
  by move: (p S i) (p S j) => c d; rnorm R; ring.
rewrite !mean_add !mean_scale !mean_deviation mean_const // mean_deviations !mulr0 !add0r.
congr (_ + _); first by rewrite mulrAC.
by move/eqP: q0 => qn; move: (signal _ _ _ _) (P i j) => a b; rnorm R; field.
Qed.
End Moments.

Theorem MomentsHaveTwoDirections : MomentsHaveTwoDirections_statement.
Proof.
move=> R T v tau q mask nu v0 tau0 tauT T1 shares q0 i j.
by split; [apply: shown_momentE|apply: cross_momentE].
Qed.
