(* The reduced two-layer model and its population loss (arXiv 2402.14735, section 3), shifts of
   rows, and the leading-order gradient in terms of K. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic softmax information chain.
From Lemmascope.causal Require Import forest.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Model.
Variables (R : realFieldType) (n : nat).
Notation S := 'I_n.+1.
Variables (ex lg : R -> R) (eps : R).    (* exponential, logarithm, smoothing *)
Variables (A1 : nat -> nat -> R) (A2 : S -> S -> R).
Variables (x : seq S) (q : S).           (* the sequence, query q included *)
Notation T := (size x).
Definition att i (k : 'I_i.+1) : R := ex (A1 i k) / \sum_(l < i.+1) ex (A1 i l).
Definition score i : R := \sum_(k < i.+1) att k * A2 q (nth ord0 x k).
Definition prob (i : 'I_T) : R := ex (score i) / \sum_(l < T) ex (score l).
Definition out (s : S) : R := \sum_(i < T) prob i * (nth ord0 x i == s)%:R.
Definition seq_loss (pi : 'M[R]_n.+1) : R := - \sum_s pi q s * lg (out s + eps).
End Model.
(* population loss for one chain: forest on m positions, then a uniform independent query *)
Definition pop_loss (R : realFieldType) n (ex lg : R -> R) (eps : R) (pi : 'M[R]_n.+1) mu par m A1 A2 : R :=
  \sum_q n.+1%:R^-1 * E pi mu par m (fun s => seq_loss ex lg eps A1 A2 (rcons s q) q pi).
(* row i of the leading-order gradient, -(1/T) J(u_i) K_i with J(u) = diag(u) - u u^T, u_i uniform on 0..i *)
Definition grad0 (R : realFieldType) (K : nat -> nat -> R) T i (j : 'I_i.+1) : R :=
  let u : R := i.+1%:R^-1 in
  - (T%:R^-1 * \sum_(k < i.+1) (u * (j == k)%:R - u * u) * K i k).

(* ---------- statements ---------- *)
(** theorem causal/GradientRowsSumToZero
    says: The leading-order gradient -(1/T) J(u) K sums to zero in every row, whatever K.
    leaves out: The own formula of the gradient (grad0); for the loss itself see
      causal/LossIgnoresRowShifts.
    supports: causal/gradient-rows-sum-to-zero *)
Definition GradientRowsSumToZero_statement : Prop :=
  forall (R : realFieldType) (K : nat -> nat -> R) T i, \sum_(j < i.+1) grad0 K T j = 0.

(** theorem causal/LossIgnoresRowShifts
    says: The population loss of the reduced two-layer model does not change when a constant is
      added to every row of A1 and of A2: exactly, at every A1, A2, length, forest and eps.
    leaves out: ex and lg stand for exponential and logarithm: only ex (x + y) = ex x ex y and ex
      > 0 are used, nothing of lg.
    supports: causal/gradient-rows-sum-to-zero *)
Definition LossIgnoresRowShifts_statement : Prop :=
  forall (R : realFieldType) n (ex lg : R -> R) (eps : R) (pi : 'M[R]_n.+1) mu par m
    A1 A2 (c : nat -> R) (d : 'I_n.+1 -> R),
  (forall x y, ex (x + y) = ex x * ex y) -> (forall x, 0 < ex x) ->
  pop_loss ex lg eps pi mu par m (fun i j => A1 i j + c i) (fun a b => A2 a b + d a)
  = pop_loss ex lg eps pi mu par m A1 A2.

(** theorem causal/DescentFollowsK
    says: Two entries of a row of the leading-order gradient differ by -1/(T (i+1)) times the
      difference of K: descent ranks the positions of a row exactly as K does.
    leaves out: The formula of the gradient (grad0); positions are counted from 0, so row i has i
      + 1 entries.
    supports: causal/parent-dominates-at-finite-length causal/leading-order-remainder *)
Definition DescentFollowsK_statement : Prop :=
  forall (R : realFieldType) (K : nat -> nat -> R) T i (j l : 'I_i.+1),
  grad0 K T j - grad0 K T l = - (T%:R^-1 * i.+1%:R^-1 * (K i j - K i l)).

(* ---------- proofs ---------- *)
Section Theory.
Variables (R : realFieldType) (n : nat) (ex lg : R -> R) (eps : R).
Hypotheses (exD : forall x y, ex (x + y) = ex x * ex y) (ex0 : forall x, 0 < ex x).
Notation S := 'I_n.+1.

Lemma att_shift A1 (c : nat -> R) i (k : 'I_i.+1) : att ex (fun i j => A1 i j + c i) k = att ex A1 k.
Proof. by rewrite /att (softmax_shift (fun l : 'I_i.+1 => A1 i l)) // gt_eqF. Qed.
Lemma att_sum A1 i : \sum_(k < i.+1) att ex A1 k = 1.
Proof.
apply: (@softmax_sum1 R _ (fun k : 'I_i.+1 => ex (A1 i k))).
rewrite gt_eqF // big_ord_recl ltr_paddr ?ex0 //; apply: sumr_ge0 => l _; exact/ltW/ex0.
Qed.
Lemma loss_shift1 (pi : 'M[R]_n.+1) A1 A2 (c : nat -> R) x q :
  seq_loss ex lg eps (fun i j => A1 i j + c i) A2 x q pi = seq_loss ex lg eps A1 A2 x q pi.
Proof.
have sE i : score ex (fun i j => A1 i j + c i) A2 x q i = score ex A1 A2 x q i.
  by apply: eq_bigr => k _; rewrite att_shift.
congr (- _); apply: eq_bigr => s _; congr (_ * lg (_ + _)); apply: eq_bigr => i _.
by rewrite /prob sE; under eq_bigr do rewrite sE.
Qed.
Lemma loss_shift2 (pi : 'M[R]_n.+1) A1 A2 (d : S -> R) x q :
  seq_loss ex lg eps A1 (fun a b => A2 a b + d a) x q pi = seq_loss ex lg eps A1 A2 x q pi.
Proof.
have sE i : score ex A1 (fun a b => A2 a b + d a) x q i = score ex A1 A2 x q i + d q.
  rewrite /score; under eq_bigr do rewrite mulrDr.
  by rewrite big_split -mulr_suml att_sum mul1r.
congr (- _); apply: eq_bigr => s _; congr (_ * lg (_ + _)); apply: eq_bigr => i _; congr (_ * _).
rewrite /prob sE; under eq_bigr do rewrite sE.
by rewrite (softmax_shift (fun l : 'I_(size x) => score ex A1 A2 x q l)) // gt_eqF.
Qed.
Theorem loss_row_shift (pi : 'M[R]_n.+1) mu par m A1 A2 (c : nat -> R) (d : S -> R) :
  pop_loss ex lg eps pi mu par m (fun i j => A1 i j + c i) (fun a b => A2 a b + d a)
  = pop_loss ex lg eps pi mu par m A1 A2.
Proof.
apply: eq_bigr => q _; congr (_ * _); apply: E_ext => s _.
by rewrite loss_shift1 loss_shift2.
Qed.
End Theory.

Theorem grad0_row_sum (R : realFieldType) (K : nat -> nat -> R) T i :
  \sum_(j < i.+1) grad0 K T j = 0.
Proof.
rewrite sumrN -mulr_sumr exchange_big big1 ?mulr0 ?oppr0 // => k _.
rewrite -mulr_suml sumrB -mulr_sumr (bigD1 k) //= eqxx big1 ?addr0 => [|j /negbTE-> //].
rewrite sumr_const card_ord mulr1 -[_ / _ *+ _]mulr_natl mulrA divff ?pnatr_eq0 //.
by rewrite mul1r subrr mul0r.
Qed.
(* the update of a row ranks positions exactly as K does: descent prefers j to l iff K_il < K_ij *)
Theorem grad0_order (R : realFieldType) (K : nat -> nat -> R) T i (j l : 'I_i.+1) :
  grad0 K T j - grad0 K T l = - (T%:R^-1 * i.+1%:R^-1 * (K i j - K i l)).
Proof.
have E (a : 'I_i.+1) : grad0 K T a
  = - (T%:R^-1 * (i.+1%:R^-1 * K i a - i.+1%:R^-1 * i.+1%:R^-1 * \sum_(k < i.+1) K i k)).
  rewrite /grad0; congr (- (_ * _)); under eq_bigr do rewrite mulrBl.
  rewrite sumrB -mulr_sumr (bigD1 a) //= eqxx mulr1 big1 ?addr0 // => k /negbTE.
  by rewrite eq_sym => ->; rewrite mulr0 mul0r.
by rewrite !E opprK addrC -mulrBr opprB addrA subrK -mulrBr mulrA -mulrN opprB.
Qed.

Theorem GradientRowsSumToZero : GradientRowsSumToZero_statement.
Proof. exact: grad0_row_sum. Qed.

Theorem LossIgnoresRowShifts : LossIgnoresRowShifts_statement.
Proof. by move=> R n ex lg eps pi mu par m A1 A2 c d exD ex0; apply: loss_row_shift. Qed.

Theorem DescentFollowsK : DescentFollowsK_statement.
Proof. exact: grad0_order. Qed.
