(* What the reduced two-layer model predicts (arXiv 2402.14735, section 3): a law on letters; and how
   little the first layer can change it while the second layer is untrained. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic softmax information chain.
From Lemmascope.causal Require Import forest loss.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* the second attention matrix that stage 1 keeps, beta I;  the share of a letter in a sequence *)
Definition match_matrix (R : realFieldType) n (beta : R) : 'I_n.+1 -> 'I_n.+1 -> R :=
  fun a b => if a == b then beta else 0.
Definition share (R : realFieldType) n (x : seq 'I_n.+1) (s : 'I_n.+1) : R :=
  (size x)%:R^-1 * \sum_(i < size x) (nth ord0 x i == s)%:R.

(* ---------- statements ---------- *)
(** theorem causal/PredictionIsALaw
    says: For every sequence, query and pair of attention matrices the reduced model predicts a
      probability law: no entry is negative, and they sum to one.
    leaves out: ex is any positive function.
    supports: causal/prediction-is-a-law *)
Definition PredictionIsALaw_statement : Prop :=
  forall (R : realFieldType) n (ex : R -> R) A1 A2 (x : seq 'I_n.+1) q,
  (forall z, 0 < ex z) -> (0 < size x)%N ->
  (forall s, 0 <= out ex A1 A2 x q s) /\ \sum_s out ex A1 A2 x q s = 1.

(** theorem causal/UntrainedMatchDecouples
    says: With A2 = beta I, beta >= 0 and any first attention matrix, every key's second-layer
      weight p_i has |T p_i - 1| <= e^beta - 1, and the prediction of every letter is within
      e^beta - 1 of its share in the sequence.
    leaves out: ex is any positive non-decreasing function with ex 0 = 1.
    supports: causal/stage-one-decoupling *)
Definition UntrainedMatchDecouples_statement : Prop :=
  forall (R : realFieldType) n (ex : R -> R) A1 (beta : R) (x : seq 'I_n.+1) q,
  (forall z, 0 < ex z) -> (forall y z, y <= z -> ex y <= ex z) -> ex 0 = 1 -> 0 <= beta ->
  (0 < size x)%N ->
  (forall i : 'I_(size x), `|(size x)%:R * prob ex A1 (match_matrix beta) q i - 1| <= ex beta - 1) /\
  (forall s, `|out ex A1 (match_matrix beta) x q s - share R x s| <= ex beta - 1).

(* ---------- proofs ---------- *)
Section Law.
Variables (R : realFieldType) (n : nat) (ex : R -> R).
Add Field RF : (RingTac.ft R).
Variables (A1 : nat -> nat -> R) (A2 : 'I_n.+1 -> 'I_n.+1 -> R) (x : seq 'I_n.+1) (q : 'I_n.+1).
Hypotheses (ex0 : forall z, 0 < ex z) (x0 : (0 < size x)%N).
Notation p := (@prob _ _ ex A1 A2 x q).
Lemma total_gt0 (m : nat) (f : nat -> R) : (0 < m)%N -> 0 < \sum_(l < m) ex (f l).
Proof.
case: m => // m _; rewrite big_ord_recl ltr_paddr // sumr_ge0 // => l _; exact: ltW.
Qed.
Lemma prob_ge0 i : 0 <= p i.
Proof. by apply: divr_ge0; [exact: ltW|apply/ltW/total_gt0]. Qed.
Lemma prob_sum : \sum_i p i = 1.
Proof. by rewrite -mulr_suml divff // gt_eqF // total_gt0. Qed.
Lemma out_ge0 s : 0 <= out ex A1 A2 x q s.
Proof. by apply: sumr_ge0 => i _; rewrite mulr_ge0 ?prob_ge0 ?ler0n. Qed.
Lemma out_sum : \sum_s out ex A1 A2 x q s = 1.
Proof.
rewrite exchange_big /= -[RHS]prob_sum; apply: eq_bigr => i _; rewrite -mulr_sumr (bigD1 (nth ord0 x i)) //=.
rewrite eqxx [X in _ + X]big1 ?addr0 ?mulr1 // => s; by rewrite eq_sym => /negbTE->.
Qed.
Lemma att_ge0 i (k : 'I_i.+1) : 0 <= att ex A1 k.
Proof. by apply: divr_ge0; [exact: ltW|apply/ltW/(@total_gt0 i.+1 (A1 i))]. Qed.
Lemma att_sum i : \sum_(k < i.+1) att ex A1 k = 1.
Proof. by rewrite -mulr_suml divff // gt_eqF // (@total_gt0 i.+1 (A1 i)). Qed.
End Law.

Section Untrained.
Variables (R : realFieldType) (n : nat) (ex : R -> R).
Add Field RF2 : (RingTac.ft R).
Variables (A1 : nat -> nat -> R) (beta : R) (x : seq 'I_n.+1) (q : 'I_n.+1).
Hypotheses (ex0 : forall z, 0 < ex z) (exm : forall y z, y <= z -> ex y <= ex z) (ex1 : ex 0 = 1).
Hypotheses (b0 : 0 <= beta) (x0 : (0 < size x)%N).
Notation A2 := (match_matrix beta).
Notation p := (@prob _ _ ex A1 A2 x q).
Notation sc i := (score ex A1 A2 x q i).
Notation T := ((size x)%:R : R).
Notation X := (ex beta).
Let X1 : 1 <= X. Proof. by rewrite -ex1 exm. Qed.
Let X0 : 0 < X. Proof. exact: ex0. Qed.
Let T0 : 0 < T. Proof. by rewrite ltr0n. Qed.
Lemma score_between i : 0 <= sc i <= beta.
Proof.
have a0 (k : 'I_i.+1) : 0 <= att ex A1 k by apply: att_ge0.
apply/andP; split.
  by apply: sumr_ge0 => k _; apply: mulr_ge0 => //; rewrite /match_matrix; case: ifP.
rewrite -[X in _ <= X]mul1r -(att_sum A1 ex0 i) mulr_suml; apply: ler_sum => k _.
by apply: ler_wpmul2l => //; rewrite /match_matrix; case: ifP.
Qed.
Lemma key_between i : 1 <= ex (sc i) <= X.
Proof. by have /andP[a b] := score_between i; rewrite -{1}ex1 !exm. Qed.
Lemma total_between : T <= \sum_(l < size x) ex (sc l) <= T * X.
Proof.
apply/andP; split.
  rewrite -[X in X%:R]card_ord -sumr_const; apply: ler_sum => l _; by have /andP[] := key_between l.
rewrite mulr_natl -[X in _ *+ X]card_ord -sumr_const; apply: ler_sum => l _.
by have /andP[] := key_between l.
Qed.
Lemma weight_near i : `|T * p i - 1| <= X - 1.
Proof.
have /andP[k1 kX] := key_between i; have /andP[t1 tX] := total_between.
rewrite /prob; set e := ex _ in k1 kX *; set D := \sum_(l < _) _ in t1 tX *.
have D0 : 0 < D := lt_le_trans T0 t1.
have up : T * (e / D) <= X.
  rewrite mulrA ler_pdivr_mulr // mulrC; apply: ler_pmul => //; [exact: le_trans ler01 k1|exact: ltW].
have lo : X^-1 <= T * (e / D).
  rewrite mulrA ler_pdivl_mulr // mulrC ler_pdivr_mulr //; apply: le_trans tX _.
  by rewrite ler_wpmul2r ?(ltW X0) // ler_pmulr.
have inv : 1 - (X - 1) <= X^-1.
  rewrite -subr_ge0 -(pmulr_rge0 _ X0) mulrBr divff ?gt_eqF //.
  have -> : 1 - X * (1 - (X - 1)) = (X - 1) ^+ 2 by move: (X) => z; rnorm R; ring.
  exact: sqr_ge0.
rewrite ler_norml; apply/andP; split; last by rewrite ler_add2r.
by rewrite ler_subr_addr addrC; exact: le_trans inv lo.
Qed.
Lemma out_near s : `|out ex A1 A2 x q s - share R x s| <= X - 1.
Proof.
rewrite /out /share mulr_sumr -sumrB; apply: le_trans (ler_norm_sum _ _ _) _.
apply: le_trans (_ : \sum_(i < size x) T^-1 * (X - 1) <= _); last first.
  by rewrite -mulr_suml sumr_const card_ord -[_ *+ _]mulr_natl divff ?gt_eqF // mul1r.
apply: ler_sum => i _; rewrite -mulrBl normrM.
have -> : p i - T^-1 = T^-1 * (T * p i - 1).
  by rewrite mulrBr mulr1 mulrA mulVf ?mul1r // gt_eqF.
rewrite normrM gtr0_norm ?invr_gt0 // -mulrA; apply: ler_wpmul2l; first by rewrite invr_ge0 ltW.
rewrite -[X in _ <= X]mulr1; apply: ler_pmul => //; first exact: weight_near.
by rewrite normr_nat (ler_nat _ _ 1) leq_b1.
Qed.
End Untrained.

Theorem PredictionIsALaw : PredictionIsALaw_statement.
Proof. by move=> R n ex A1 A2 x q ex0 x0; split=> [s|]; [apply: out_ge0|apply: out_sum]. Qed.
Theorem UntrainedMatchDecouples : UntrainedMatchDecouples_statement.
Proof.
by move=> R n ex A1 beta x q ex0 exm ex1 b0 x0; split=> [i|s]; [apply: weight_near|apply: out_near].
Qed.
