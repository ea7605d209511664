(* Statistical induction heads (arXiv 2409.10559): the modified chi-square information. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic cauchy_schwarz information chain.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (Z K : finType) (q : Z -> K -> R).
(* q z k = P(history = z, next token = k) *)
Definition mz z := \sum_k q z k.
Definition mk k := \sum_z q z k.
(* modified information: conditional, sum and trace-of-covariance forms *)
Definition infoC := \sum_z mz z * ((\sum_k (q z k / mz z) ^+ 2 / mk k - 1) * mz z).
Definition infoS := \sum_z \sum_k q z k ^+ 2 / mk k - \sum_z mz z ^+ 2.
Definition infoT := \sum_k mk k * \sum_z (q z k / mk k - mz z) ^+ 2.
(* ordinary chi-square information *)
Definition info := \sum_z mz z * (\sum_k (q z k / mz z) ^+ 2 / mk k - 1).
Definition prob := (forall z k, 0 <= q z k) /\ \sum_z \sum_k q z k = 1.
End Defs.

(* a stationary first-order chain, history = the token r steps back *)
Definition lagq (R : realFieldType) n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) r (z k : 'I_n.+1) :=
  mu 0 z * (pi ^+ r) z k.

(* ---------- statements ---------- *)
(** theorem ngram/InformationForms
    says: The conditional, the sum and the trace form of the modified chi-square information
      agree, and it is not negative.
    leaves out: Histories and tokens are two finite sets with a joint law.
    supports: ngram/information-forms *)
Definition InformationForms_statement : Prop :=
  forall (R : realFieldType) (Z K : finType) (q : Z -> K -> R), prob q ->
  [/\ infoC q = infoS q, infoT q = infoS q & 0 <= infoS q].

(** theorem ngram/SupersetsDoNotHelp
    says: If the next token is independent of the further history T given Z, then Z and T
      together have no more modified information than Z, and the same ordinary chi-square
      information (D8(i)).
    leaves out: W is the law of (z, t, k); conditional independence is W((z,t),k) P(z) = P(z,t)
      P(z,k).
    supports: ngram/supersets-do-not-help *)
Definition SupersetsDoNotHelp_statement : Prop :=
  forall (R : realFieldType) (Z T K : finType) (W : Z * T -> K -> R), prob W ->
  let q z k := \sum_t W (z, t) k in
  (forall z t k, W (z, t) k * mz q z = mz W (z, t) * q z k) ->
  infoS W <= infoS q /\ info W = info q.

(** theorem ngram/NearerLagsInformMore
    says: On a stationary first-order chain the modified information of a lag does not increase
      with the lag (D8(iv)).
    leaves out: A chain with a positive stationary law; single lags.
    supports: ngram/nearest-lag-informs-most *)
Definition NearerLagsInformMore_statement : Prop :=
  forall (R : realFieldType) n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) r s, chain pi mu ->
  (r <= s)%N -> infoS (lagq pi mu s) <= infoS (lagq pi mu r).

(* ---------- proofs ---------- *)
Section Forms.
Variables (R : realFieldType) (Z K : finType) (q : Z -> K -> R).
Add Field RF : (RingTac.ft R).
Hypothesis Q : prob q.
Let q0 z k : 0 <= q z k. Proof. by case: Q. Qed.
Lemma mz0 z k : mz q z = 0 -> q z k = 0.
Proof. by move=> /eqP; rewrite psumr_eq0 // => /allP/(_ k (mem_index_enum _))/eqP. Qed.
Lemma mk0 z k : mk q k = 0 -> q z k = 0.
Proof. by move=> /eqP; rewrite psumr_eq0 // => /allP/(_ z (mem_index_enum _))/eqP. Qed.
Lemma mz_ge0 z : 0 <= mz q z. Proof. exact: sumr_ge0. Qed.
Lemma mk_ge0 k : 0 <= mk q k. Proof. exact: sumr_ge0. Qed.
Lemma mk1 : \sum_k mk q k = 1.
Proof. by rewrite exchange_big; case: Q. Qed.

(* contribution of one history *)
Definition rowinfo z := \sum_k q z k ^+ 2 / mk q k - mz q z ^+ 2.
Lemma infoS_row : infoS q = \sum_z rowinfo z.
Proof. by rewrite /rowinfo sumrB. Qed.
Lemma row_cond z : mz q z ^+ 2 * (\sum_k (q z k / mz q z) ^+ 2 / mk q k - 1) = rowinfo z.
Proof.
rewrite /rowinfo mulrBr mulr1; congr (_ - _); rewrite mulr_sumr; apply: eq_bigr => k _.
have [h|h] := eqVneq (mz q z) 0; first by rewrite (mz0 k h) h !expr0n !mul0r.
by rewrite expr_div_n mulrA mulrCA mulfV ?mulr1 // expf_neq0.
Qed.
Lemma row_trace z : \sum_k mk q k * (q z k / mk q k - mz q z) ^+ 2 = rowinfo z.
Proof.
transitivity (\sum_k (q z k ^+ 2 / mk q k - (q z k * mz q z) *+ 2 + mk q k * mz q z ^+ 2)).
  apply: eq_bigr => k _; have [h|/eqP h] := eqVneq (mk q k) 0.
    by rewrite (mk0 z h) h !mul0r expr0n mul0r mul0rn subrr addr0.
  by move: (q z k) (mk q k) (mz q z) h => a b c h; rnorm R; field.
rewrite big_split sumrB /= sumrMnl -!mulr_suml mk1 mul1r -/(mz q z) -expr2 /rowinfo.
by rewrite mulr2n opprD addrA subrK.
Qed.
Lemma rowinfo_ge0 z : 0 <= rowinfo z.
Proof. by rewrite -row_trace sumr_ge0 // => k _; rewrite mulr_ge0 ?sqr_ge0 ?mk_ge0. Qed.

Theorem infoC_infoS : infoC q = infoS q.
Proof. by rewrite infoS_row; apply: eq_bigr => z _; rewrite -row_cond expr2 -mulrA [in RHS]mulrA; rewrite -mulrA; congr (_ * _); exact: mulrC. Qed.
Theorem infoT_infoS : infoT q = infoS q.
Proof.
rewrite infoS_row; under [RHS]eq_bigr do rewrite -row_trace.
by rewrite exchange_big; apply: eq_bigr => k _; rewrite mulr_sumr.
Qed.
Theorem infoS_ge0 : 0 <= infoS q.
Proof. by rewrite infoS_row sumr_ge0 // => z _; apply: rowinfo_ge0. Qed.
Lemma info_row : info q = \sum_z rowinfo z / mz q z.
Proof.
rewrite /info; apply: eq_bigr => z _; rewrite -row_cond.
have [h|h] := eqVneq (mz q z) 0; first by rewrite h invr0 mulr0 mul0r.
by rewrite [RHS]mulrAC [mz q z ^+ 2]expr2 mulfK.
Qed.
End Forms.

(* superset lemma: x independent of X_T given X_S *)
Section Superset.
Variables (R : realFieldType) (Z T K : finType) (W : Z * T -> K -> R).
Add Field RF2 : (RingTac.ft R).
Hypothesis Q : prob W.
Let q z k := \sum_t W (z, t) k.
Hypothesis CI : forall z t k, W (z, t) k * mz q z = mz W (z, t) * q z k.
Lemma pairE (F : Z * T -> R) : \sum_p F p = \sum_z \sum_t F (z, t).
Proof. by rewrite pair_bigA; apply: eq_bigr => -[]. Qed.
Lemma q_prob : prob q.
Proof.
case: Q => W0 W1; split=> [z k|]; first exact: sumr_ge0.
rewrite -W1 pairE.
by apply: eq_bigr => z _; rewrite exchange_big.
Qed.
Lemma q_mk k : mk q k = mk W k.
Proof. by rewrite /mk pairE. Qed.
Lemma q_mz z : mz q z = \sum_t mz W (z, t).
Proof. by rewrite /mz exchange_big. Qed.
Lemma super_row z t : rowinfo W (z, t) = (mz W (z, t) / mz q z) ^+ 2 * rowinfo q z.
Proof.
have [W0 _] := Q; have mW0 s : 0 <= mz W (z, s) by exact: sumr_ge0.
have [h|h] := eqVneq (mz q z) 0.
  have m0 : mz W (z, t) = 0.
    move: h; rewrite q_mz => /eqP; rewrite psumr_eq0 // => /allP/(_ t (mem_index_enum _))/eqP.
    by [].
  rewrite /rowinfo m0 mul0r !expr0n /= mul0r subr0 big1 // => k _.
  by rewrite (mz0 Q k m0) expr0n mul0r.
rewrite /rowinfo mulrBr mulr_sumr; congr (_ - _); last by rewrite -exprMn divfK.
apply: eq_bigr => k _; rewrite mulrA -exprMn q_mk; congr (_ ^+ 2 / _).
by rewrite mulrAC -CI mulfK.
Qed.
Theorem superset : infoS W <= infoS q.
Proof.
have [W0 _] := Q; rewrite !infoS_row pairE.
apply: ler_sum => z _; under eq_bigr do rewrite super_row.
rewrite -mulr_suml -[X in _ <= X]mul1r; apply: ler_wpmul2r; first exact: rowinfo_ge0 q_prob z.
have m0 t : 0 <= mz W (z, t) by exact: sumr_ge0.
have [h|h] := eqVneq (mz q z) 0.
  by rewrite big1 ?ler01 // => t _; rewrite h invr0 mulr0 expr0n.
have hp : 0 < mz q z by rewrite lt_def h q_mz sumr_ge0.
have -> : 1 = \sum_t mz W (z, t) / mz q z by rewrite -mulr_suml -q_mz divff.
apply: ler_sum => t _; rewrite expr2 ler_pimulr ?divr_ge0 ?(ltW hp) //.
rewrite ler_pdivr_mulr // mul1r q_mz (bigD1 t) //= ler_addl sumr_ge0 //.
Qed.
Theorem superset_info : info W = info q.
Proof.
have [W0 _] := Q; rewrite (info_row Q) (info_row q_prob).
rewrite pairE.
apply: eq_bigr => z _; under eq_bigr do rewrite super_row.
have [h|/eqP h] := eqVneq (mz q z) 0.
  by rewrite h invr0 mulr0 big1 // => t _; rewrite mulr0 expr0n !mul0r.
transitivity (\sum_t mz W (z, t) * (rowinfo q z / mz q z ^+ 2)).
  apply: eq_bigr => t _; have [->|/eqP g] := eqVneq (mz W (z, t)) 0; first by rewrite !mul0r expr0n !mul0r.
  by move: (mz W _) (mz q z) (rowinfo q z) g h => a b c g h; rnorm R; field; split.
rewrite -mulr_suml -q_mz; move: (mz q z) (rowinfo q z) h => b c h.
by rnorm R; field.
Qed.
End Superset.

(* lags of a first-order chain *)
Section Chain.
Variables (R : realFieldType) (n : nat) (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1).
Hypothesis H : chain pi mu.
Notation lagq := (lagq pi mu).
Lemma lag_mz r z : mz (lagq r) z = mu 0 z.
Proof. by rewrite /mz -mulr_sumr (proj2 (stoch_pow H r)) mulr1. Qed.
Lemma lag_mk r k : mk (lagq r) k = mu 0 k.
Proof. exact: (stat_pow H r). Qed.
(* data processing state by state *)
Lemma chi2_step (nu : 'I_n.+1 -> R) :
  \sum_k (\sum_y nu y * pi y k) ^+ 2 / mu 0 k <= \sum_y nu y ^+ 2 / mu 0 y.
Proof.
have [[p0 p1] E m0 _] := H.
have -> : \sum_y nu y ^+ 2 / mu 0 y = \sum_k \sum_y nu y ^+ 2 / mu 0 y * pi y k.
  by rewrite exchange_big; apply: eq_bigr => y _ /=; rewrite -mulr_sumr p1 mulr1.
apply: ler_sum => k _; rewrite ler_pdivr_mulr //.
have -> : mu 0 k = \sum_y mu 0 y * pi y k by rewrite -{1}E mxE.
apply: le_trans (@engel _ _ (fun y => mu 0 y * pi y k) (fun y => nu y * pi y k) _ _) _.
- by move=> y; rewrite mulr_ge0 // ltW.
- by move=> y /eqP; rewrite mulf_eq0 gt_eqF //= => /eqP ->; rewrite mulr0.
apply: ler_wpmul2r; first by apply: sumr_ge0 => y _; rewrite mulr_ge0 // ltW.
apply: ler_sum => y _; rewrite le_eqVlt; apply/orP; left; apply/eqP.
have [->|h] := eqVneq (pi y k) 0; first by rewrite !mulr0 expr0n mul0r.
by rewrite exprMn invfM mulrACA [pi y k ^+ 2]expr2 mulfK.
Qed.
Theorem lag_info_step r : infoS (lagq r.+1) <= infoS (lagq r).
Proof.
rewrite /infoS; under [X in _ - X]eq_bigr do rewrite lag_mz.
under [X in _ <= _ - X]eq_bigr do rewrite lag_mz.
rewrite ler_add2r; apply: ler_sum => z _.
under eq_bigr do rewrite lag_mk; under [X in _ <= X]eq_bigr do rewrite lag_mk.
apply: le_trans (chi2_step (lagq r z)); rewrite le_eqVlt; apply/orP; left; apply/eqP.
apply: eq_bigr => k _; congr (_ ^+ 2 / _); rewrite /lagq exprSr mxE mulr_sumr.
by apply: eq_bigr => y _; rewrite mulrA.
Qed.
Theorem lag_info_mono r s : (r <= s)%N -> infoS (lagq s) <= infoS (lagq r).
Proof.
move=> /subnK <-; elim: (s - r)%N => [|d IH]; first by rewrite add0n.
exact: le_trans (lag_info_step _) IH.
Qed.
End Chain.

Theorem InformationForms : InformationForms_statement.
Proof. by move=> R Z K q Q; split; [apply: infoC_infoS|apply: infoT_infoS|apply: infoS_ge0]. Qed.

Theorem SupersetsDoNotHelp : SupersetsDoNotHelp_statement.
Proof. by move=> R Z T K W Q q CI; split; [apply: superset|apply: superset_info]. Qed.

Theorem NearerLagsInformMore : NearerLagsInformMore_statement.
Proof. by move=> R n pi mu r s H; apply: lag_info_mono. Qed.
