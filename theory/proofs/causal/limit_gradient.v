(* The limiting gradient entry of a pair of positions (arXiv 2402.14735, proof of Theorem 4.4):
   its value at the parent, the bound on every rival, dominance of the parent on path laws. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic cauchy_schwarz dobrushin information chain.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* limiting gradient entry; Q s s' = P(s_j = s, s_i = s') *)
Definition g (R : realFieldType) n (pi : 'M[R]_n) (mu : 'rV[R]_n) (Q : 'M[R]_n) :=
  \sum_s \sum_s' pi s s' / mu 0 s' * Q s s' - 1.

(* ---------- statements ---------- *)
(** theorem causal/ParentEntryIsChi2
    says: At its parent, the limiting gradient entry of a position equals the chi-square
      information of the (parent, child) pair, sum pi(b|a)^2 mu(a) / mu(b) - 1.
    leaves out: Per chain with a positive stationary law; the entry is a definition here (g):
      that it is the long-sequence limit of the gradient of the loss is not part of it.
    supports: causal/parent-entry-is-chi2 *)
Definition ParentEntryIsChi2_statement : Prop :=
  forall (R : realFieldType) n (pi : 'M[R]_n) (mu : 'rV[R]_n),
  chain pi mu ->
  g pi mu (edge pi mu) = chi2 (edge pi mu) /\
  g pi mu (edge pi mu) = \sum_a \sum_b pi a b ^+ 2 * mu 0 a / mu 0 b - 1.

(** theorem causal/RivalsAreBounded
    says: The squared limiting gradient entry of any pair law Q with the stationary marginals is
      at most the product of the chi-square informations of the (parent, child) pair and of Q.
    leaves out: Q may have entries of any sign; only its marginals matter.
    supports: causal/rivals-are-bounded *)
Definition RivalsAreBounded_statement : Prop :=
  forall (R : realFieldType) n (pi : 'M[R]_n) (mu : 'rV[R]_n) (Q : 'M[R]_n),
  chain pi mu -> coupling mu Q -> g pi mu Q ^+ 2 <= chi2 (edge pi mu) * chi2 Q.

(** theorem causal/ParentDominatesAlongPaths
    says: For the closed form of the pair law (u + 1 steps up from i, d down to j; or two trees),
      no pair has a larger limiting gradient entry than (parent, child).
    leaves out: The path formula is assumed here; causal/PairLawAlongPaths derives it from the
      sequence law.
    supports: causal/parent-dominates *)
Definition ParentDominatesAlongPaths_statement : Prop :=
  forall (R : realFieldType) n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1),
  chain pi mu ->
  (forall u d, g pi mu (path_law pi mu u.+1 d) <= g pi mu (path_law pi mu 1 0)) /\
  g pi mu (indep mu) <= g pi mu (path_law pi mu 1 0).

(* ---------- proofs ---------- *)
Section Gradient.
Variable R : realFieldType.
Add Field RF : (RingTac.ft R).
Variables (n : nat) (pi : 'M[R]_n) (mu : 'rV[R]_n).
Hypothesis H : chain pi mu.


Let mu0 : forall a, 0 < mu 0 a. Proof. by case: H. Qed.
Let mu1 : \sum_a mu 0 a = 1. Proof. by case: H. Qed.
Let pis : stochastic pi. Proof. by case: H. Qed.
Let mupi b : \sum_a mu 0 a * pi a b = mu 0 b.
Proof. by case: H => _ E _ _; rewrite -{2}E mxE. Qed.

Lemma gE (Q : 'M[R]_n) :
  g pi mu Q = \sum_a \sum_b edge pi mu a b * Q a b / (mu 0 a * mu 0 b) - 1.
Proof.
congr (_ - 1); apply: eq_bigr => a _; apply: eq_bigr => b _; rewrite mxE.
have /eqP a0 : mu 0 a != 0 by rewrite gt_eqF.
have /eqP b0 : mu 0 b != 0 by rewrite gt_eqF.
rnorm R; field; split=> //.
Qed.

Theorem g_parent : g pi mu (edge pi mu) = chi2 (edge pi mu).
Proof.
rewrite gE (chi2_coupling (edge_coupling H)).
by congr (_ - 1); apply: eq_bigr => a _; apply: eq_bigr => b _; rewrite expr2.
Qed.
Theorem g_parentE :
  g pi mu (edge pi mu) = \sum_a \sum_b pi a b ^+ 2 * mu 0 a / mu 0 b - 1.
Proof.
congr (_ - 1); apply: eq_bigr => a _; apply: eq_bigr => b _; rewrite mxE.
have /eqP b0 : mu 0 b != 0 by rewrite gt_eqF.
by rnorm R; field.
Qed.

Theorem g_cauchy_schwarz (Q : 'M[R]_n) : coupling mu Q ->
  g pi mu Q ^+ 2 <= chi2 (edge pi mu) * chi2 Q.
Proof. by move=> cQ; rewrite gE; apply: chi2_cs => //; apply: edge_coupling H. Qed.

(* J is the law of (s_j, s_p), then (s_j, s_i) has law J *m pi *)
Theorem parent_dominance_gen (J : 'M[R]_n) : nonneg J -> coupling mu J ->
  g pi mu (J *m pi) <= g pi mu (edge pi mu).
Proof.
move=> J0 [Jr Jc]; have eN := (edge_nonneg H); have [eR eC] := edge_coupling H.
have cJ : coupling mu (J *m pi).
  split=> [a|b]; first by rewrite rmarg_mul // Jr.
  by rewrite cmarg_mul -mupi; apply: eq_bigr => a _; rewrite Jc.
have I0 : 0 <= chi2 (edge pi mu).
  by apply: chi2_ge0; split=> //; apply: (mass_coupling mu1); apply: edge_coupling H.
pose K : 'M[R]_n := \matrix_(e, a) (J a e / mu 0 e).
have Ks : stochastic K.
  split=> [e a|e]; first by rewrite mxE divr_ge0 // ltW.
  under eq_bigr do rewrite mxE; rewrite -mulr_suml -/(cmarg J e) Jc.
  by rewrite divff // gt_eqF.
have E : J *m pi = ((edge pi mu)^T *m K)^T.
  apply/matrixP=> a b; rewrite !mxE; apply: eq_bigr => e _; rewrite !mxE.
  by rewrite [RHS]mulrC mulrA mulfVK ?gt_eqF.
have D : chi2 (J *m pi) <= chi2 (edge pi mu).
  rewrite E chi2_tr -[X in _ <= X]chi2_tr; apply: chi2_dpi => // a b.
  by rewrite mxE.
have := g_cauchy_schwarz cJ; rewrite g_parent => CS.
have {}CS := le_trans CS (ler_wpmul2l I0 D).
rewrite -expr2 in CS; rewrite leNgt; apply/negP => lt.
by move: CS; rewrite leNgt => /negP; apply; rewrite ltr_pexpn2r // nnegrE // (le_trans I0) // ltW.
Qed.
End Gradient.

Section Path.
Variable R : realFieldType.
Variables (n : nat) (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1).
Hypothesis H : chain pi mu.
(* j is joined to i through i's parent (i is u+1 >= 1 steps below the meet), any d >= 0 *)
Theorem parent_dominance u d :
  g pi mu (path_law pi mu u.+1 d) <= g pi mu (path_law pi mu 1 0).
Proof.
rewrite path_lawS path_law10; apply: parent_dominance_gen => //.
  exact: path_law_nonneg H u d. exact: path_law_coupling H u d.
Qed.
(* j in another tree *)
Theorem g_indep : g pi mu (indep mu) = 0.
Proof.
have [[_ p1] _ m0 m1] := H; apply/eqP; rewrite subr_eq0; apply/eqP.
rewrite -m1; apply: eq_bigr => a _; under eq_bigr => b _ do rewrite mxE mulrCA mulfVK ?gt_eqF //.
by rewrite -mulr_sumr p1 mulr1.
Qed.
Theorem parent_dominance_indep :
  g pi mu (indep mu) <= g pi mu (path_law pi mu 1 0).
Proof.
have [[p0 p1] _ m0 m1] := H.
rewrite g_indep path_law10 g_parent //; apply: chi2_ge0; split; first exact: edge_nonneg H.
by apply: (mass_coupling m1); apply: edge_coupling H.
Qed.
End Path.

Theorem ParentEntryIsChi2 : ParentEntryIsChi2_statement.
Proof. by move=> R n pi mu H; split; [apply: g_parent|apply: g_parentE]. Qed.

Theorem RivalsAreBounded : RivalsAreBounded_statement.
Proof. by move=> R n pi mu Q H; apply: g_cauchy_schwarz. Qed.

Theorem ParentDominatesAlongPaths : ParentDominatesAlongPaths_statement.
Proof. by move=> R n pi mu H; split=> [u d|]; [apply: parent_dominance|apply: parent_dominance_indep]. Qed.
