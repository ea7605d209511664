(* Parent dominance, end to end, from the law of a sequence sampled position by position
   (arXiv 2402.14735, proof of Theorem 4.4). *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import information chain.
From Lemmascope.causal Require Import limit_gradient forest.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- statements ---------- *)
(** theorem causal/ParentDominates
    says: On every forest, finite alphabet, length and chain with a positive stationary law: for
      a position i with parent p, no earlier position j has a larger limiting gradient entry than
      p, for the law of the sampled sequence itself.
    leaves out: Per chain; the paper averages over a prior. The strict form with a gap is
      causal/GapIsBoundedBelow.
    supports: causal/parent-dominates *)
Definition ParentDominates_statement : Prop :=
  forall (R : realFieldType) n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1)
    (par : nat -> option nat) T i j p,
  chain pi mu -> forest par -> (j < i)%N -> (i < T)%N -> par i = Some p ->
  g pi mu (pair_law pi mu par T j i) <= g pi mu (pair_law pi mu par T p i).

(* ---------- proofs ---------- *)
Section Theory.
Variables (R : realFieldType) (n : nat).
Notation S := 'I_n.+1.
Variables (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) (par : nat -> option nat).
Hypotheses (H : chain pi mu) (F : forest par).
Notation E := (E pi mu par).
Notation P := (pair_law pi mu par).

Theorem parent_dominance_forest T i j p :
  (j < i)%N -> (i < T)%N -> par i = Some p ->
  g pi mu (P T j i) <= g pi mu (P T p i).
Proof.
move=> ji iT pi_; have pI := F pi_.
rewrite (pair_law_parent H F iT pi_) (pair_law_step H F ji iT pi_).
apply: parent_dominance_gen => //; first exact: (pair_law_nonneg _ H).
by apply: (pair_law_coupling H F); apply: ltn_trans iT.
Qed.
Theorem g_parent_forest T i p : (i < T)%N -> par i = Some p ->
  g pi mu (P T p i) = chi2 (P T p i).
Proof. by move=> iT pi_; rewrite (pair_law_parent H F iT pi_) (g_parent H). Qed.
Theorem g_cauchy_schwarz_forest T i j p : (j < T)%N -> (i < T)%N -> par i = Some p ->
  g pi mu (P T j i) ^+ 2 <= chi2 (P T p i) * chi2 (P T j i).
Proof.
move=> jT iT pi_; rewrite (pair_law_parent H F iT pi_); apply: g_cauchy_schwarz => //.
exact: (pair_law_coupling H F).
Qed.
End Theory.

Theorem ParentDominates : ParentDominates_statement.
Proof. by move=> R n pi mu par T i j p H F; apply: parent_dominance_forest. Qed.
